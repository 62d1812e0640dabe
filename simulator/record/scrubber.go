package record

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// ExampleUserID is the user_id of everything in a scrubbed recording.
var ExampleUserID = uuid.MustParse("00000000-0000-4000-8000-000000000001")

// A scrubber makes a recording anonymous as far as Vital's schemas go:
//
//	user_id                                 ExampleUserID
//	UUIDs, in any text, key and file name   a new one; equal UUIDs stay equal
//	e-mail addresses, in any text and key   user@example.com
//	title of a workout                      the name of its sport
//	text of a note                          note
//	provider_id, device_id                  other letters and digits in the same form
//	birth_date                              1 January of its year
//	lat and lng of a stream                 moved to begin at 0, 0, to six decimals
//	polyline, summary_polyline              moved to begin at 0, 0
//
// Replacement ids depend on a random key that is discarded after the run, so
// they cannot be traced back, and two recordings have no ids in common.
//
// Everything else stays: dates and times, measurements, sports, meals and foods,
// tags, time zones, altitudes, the shape of a track, device models, app ids
// except UUIDs in them, and members that Vital's schemas do not have. It is
// still the data of one person: review it before you share it.
type scrubber struct {
	key  []byte
	user vital.ID
}

func newScrubber(userID string) (*scrubber, error) {
	user, err := uuid.Parse(userID)
	if err != nil {
		return nil, fmt.Errorf("scrub user: %w", err)
	}
	key := make([]byte, sha256.Size)
	if _, err := rand.Read(key); err != nil {
		return nil, fmt.Errorf("scrub user: make a key: %w", err)
	}
	return &scrubber{key: key, user: user}, nil
}

// value appends a JSON value after scrubbing it.
func (s *scrubber) value(dst []byte, raw json.RawMessage) ([]byte, error) {
	switch raw[0] {
	case '{':
		return s.object(dst, raw)
	case '[':
		return s.array(dst, raw, s.value)
	case '"':
		return s.text(dst, raw, s.words)
	}
	return append(dst, raw...), nil
}

// object appends an object. Members with a rule are replaced by it, others
// are scrubbed like any value.
func (s *scrubber) object(dst []byte, raw json.RawMessage) ([]byte, error) {
	dst = append(dst, '{')
	first := true
	err := members(raw, func(key string, value json.RawMessage) (err error) {
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = append(appendText(dst, s.words(key)), ':')
		switch rule := ruleOf(key); {
		case isNull(value):
			dst = append(dst, value...)
		case key == "title":
			dst = appendText(dst, s.words(sportName(raw)))
		case rule != nil:
			dst, err = rule(s, dst, value)
		default:
			dst, err = s.value(dst, value)
		}
		return err
	})
	return append(dst, '}'), err
}

// array appends an array, each item by f.
func (s *scrubber) array(dst []byte, raw json.RawMessage, f func([]byte, json.RawMessage) ([]byte, error)) ([]byte, error) {
	dst = append(dst, '[')
	first := true
	err := items(raw, func(item json.RawMessage) (err error) {
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst, err = f(dst, item)
		return err
	})
	return append(dst, ']'), err
}

// text appends a string changed by f. A string that f leaves alone keeps its
// spelling.
func (s *scrubber) text(dst []byte, raw json.RawMessage, f func(string) string) ([]byte, error) {
	var old string
	if err := json.Unmarshal(raw, &old); err != nil {
		return dst, err
	}
	if changed := f(old); changed != old {
		return appendText(dst, changed), nil
	}
	return append(dst, raw...), nil
}

// identifying matches what is replaced in any text: UUIDs, with or without
// hyphens, and e-mail addresses.
var identifying = regexp.MustCompile(`[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}` +
	`|[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`)

// words replaces the UUIDs and e-mail addresses in a text.
func (s *scrubber) words(text string) string {
	return identifying.ReplaceAllStringFunc(text, s.identifier)
}

// identifier returns the replacement of a UUID or an e-mail address.
func (s *scrubber) identifier(found string) string {
	if strings.Contains(found, "@") {
		return "user@example.com"
	}
	digits := strings.ReplaceAll(found, "-", "")
	var old vital.ID
	_, _ = hex.Decode(old[:], []byte(digits)) // the pattern allows 32 of them
	changed := hex.EncodeToString(s.id(old))
	if strings.ToUpper(found) == found && strings.ToLower(found) != found {
		changed = strings.ToUpper(changed)
	}
	var b strings.Builder
	for _, c := range found { // keep the hyphens
		if c == '-' {
			b.WriteByte('-')
			continue
		}
		b.WriteByte(changed[0])
		changed = changed[1:]
	}
	return b.String()
}

// id returns the UUID, in v4 form, that replaces another.
func (s *scrubber) id(old vital.ID) []byte {
	if old == s.user {
		return ExampleUserID[:]
	}
	id := s.hash("id", old[:])[:len(old)]
	id[6] = id[6]&0x0f | 0x40
	id[8] = id[8]&0x3f | 0x80
	return id
}

// likeness replaces the letters and digits of a text, and the UUIDs and
// e-mail addresses in it as everywhere.
func (s *scrubber) likeness(text string) string {
	var b strings.Builder
	end := 0
	for _, at := range identifying.FindAllStringIndex(text, -1) {
		b.WriteString(s.disguise(text[end:at[0]]))
		b.WriteString(s.identifier(text[at[0]:at[1]]))
		end = at[1]
	}
	b.WriteString(s.disguise(text[end:]))
	return b.String()
}

func (s *scrubber) disguise(text string) string {
	var b strings.Builder
	var draws []byte
	for i, c := range text {
		if len(draws) == 0 {
			draws = s.hash("look", binary.AppendUvarint([]byte(text), uint64(i)))
		}
		draw := rune(draws[0])
		draws = draws[1:]
		switch {
		case unicode.IsDigit(c):
			c = '0' + draw%10
		case unicode.IsUpper(c):
			c = 'A' + draw%26
		case unicode.IsLetter(c):
			c = 'a' + draw%26
		}
		b.WriteRune(c)
	}
	return b.String()
}

// hash returns an HMAC of data with the run's key.
func (s *scrubber) hash(use string, data []byte) []byte {
	h := hmac.New(sha256.New, s.key)
	_, _ = h.Write([]byte(use))
	_, _ = h.Write(data)
	return h.Sum(nil)
}
