// Package store writes a team to a file and reads it again, so that another process
// can continue it. It saves the state that cannot be computed from the seed.
//
// A file is compressed JSON: a line with the kind and version of the file, then the
// team. It contains signing secrets in clear text.
package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
	"github.com/vitalsim/vitalsim/simulator/internal/receiver"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
)

// Version is the version of the files that are written. Files of a newer version
// are refused.
const Version = 1

// A Team is the saved state of a team.
type Team struct {
	// The inputs of everything that is computed.
	Seed     uint64    `json:"seed"`
	Key      string    `json:"key"` // the API key that it was made for
	Start    time.Time `json:"start"`
	UserSalt string    `json:"user_salt,omitempty"`
	RunID    string    `json:"run_id,omitempty"`

	Now   time.Time `json:"now"`
	Speed float64   `json:"speed"`

	Fixtures []Fixture          `json:"fixtures,omitempty"`
	World    world.State        `json:"world"`
	Webhooks webhook.State      `json:"webhooks"`
	Inbox    webhook.InboxState `json:"inbox"`
	Behaves  Behaviour          `json:"behaves,omitzero"`
	Faults   fault.SetState     `json:"faults"`
	Journal  journal.State      `json:"journal"`
	Names    map[string]string  `json:"names,omitempty"` // a scenario's, by client_user_id
	App      *receiver.Saved    `json:"app,omitempty"`   // that stands in for the application under test; nil for nobody
}

// A Fixture holds the files of a folder of recorded data.
type Fixture struct {
	Sum    string `json:"sum"`
	Name   string `json:"name"`
	Packed []byte `json:"packed"`
}

// A Behaviour is the requested behaviour of the built-in receiver.
type Behaviour struct {
	Answer     int `json:"answer"` // 0 for none at all
	Times      int `json:"times"`
	RetryAfter int `json:"retry_after,omitempty"`
}

// A head is the first line of a file.
type head struct {
	Kind    string `json:"vitalsim"`
	Version int    `json:"version"`
}

const kind = "universe"

// maxHead bounds the first line of a file.
const maxHead = 4096

// Write writes a team. The same state gives the same bytes.
func Write(w io.Writer, u *Team) error {
	z := gzip.NewWriter(w)
	encoder := json.NewEncoder(z)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(head{kind, Version})
	if err == nil {
		err = encoder.Encode(u)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		return fmt.Errorf("write snapshot: %w", err)
	}
	return nil
}

// The reasons why a file cannot be read.
var (
	errOther   = errors.New("read snapshot: this is not a snapshot of vitalsim")
	errCorrupt = errors.New("read snapshot: the file is damaged or cut off")
)

// Read reads a team, or returns why the file cannot be read.
func Read(r io.Reader) (*Team, error) {
	file := &counter{r: r}
	z, err := gzip.NewReader(file)
	if err != nil {
		return nil, errOther
	}
	text := bufio.NewReaderSize(&bounded{file: file, text: z}, maxHead)
	line, err := text.ReadSlice('\n')
	var h head
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return nil, errOther
	case err != nil && err != io.EOF:
		return nil, fmt.Errorf("%w: %w", errCorrupt, err)
	case json.Unmarshal(line, &h) != nil || h.Kind != kind:
		return nil, errOther
	case h.Version > Version:
		return nil, fmt.Errorf("read snapshot: it is of version %d, and this vitalsim reads up to %d; take a newer one", h.Version, Version)
	case h.Version < 1:
		return nil, fmt.Errorf("read snapshot: there is no version %d", h.Version)
	}
	body, err := io.ReadAll(text) // to the checksum
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errCorrupt, err)
	}
	u, err := decode(body)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errCorrupt, err)
	}
	return u, nil
}

// needed are the keys of a team that Write always writes.
var needed = []string{"seed", "key", "start", "now", "speed", "world", "webhooks", "inbox", "faults", "journal"}

// decode reads a team that has the needed keys and no unknown ones.
func decode(body []byte) (*Team, error) {
	var u Team
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&u); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errors.New("something follows the team")
	}
	keys := map[string]json.RawMessage{}
	if err := json.Unmarshal(body, &keys); err != nil {
		return nil, err
	}
	for _, key := range needed {
		if value := string(keys[key]); value == "" || value == "null" {
			return nil, fmt.Errorf("%s is missing", key)
		}
	}
	return &u, nil
}
