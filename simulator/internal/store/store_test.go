package store_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/vitalsim/vitalsim/simulator/internal/store"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
)

// worldState is the state of a world with a user.
func worldState() world.State {
	w := world.New(world.Config{Seed: 1, Key: "sk_us_a"})
	if _, err := w.CreateUser(time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC), world.NewUser{ClientUserID: "ada <&>"}); err != nil {
		panic(err)
	}
	state, _ := w.Save()
	state.Seq = 7
	return state
}

func saved() *store.Team {
	return &store.Team{
		Seed: 1<<64 - 1, Key: "sk_us_a", Start: time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC), Now: time.Date(2026, 1, 6, 8, 0, 0, 0, time.UTC), Speed: 0.5,
		Fixtures: []store.Fixture{{Sum: "abc", Name: "ada", Packed: []byte{0, 1, 2}}},
		World:    worldState(),
		Webhooks: webhook.State{Messages: []webhook.MessageState{
			{Message: webhook.Message{ID: "msg_1", Body: webhook.Bytes(`{"a":"<b>"}`)}}, {Message: webhook.Message{ID: "msg_2", Body: webhook.Bytes("\xff\x00")}},
		}},
		Names: map[string]string{"app-user-1": "ada"},
	}
}

func written(t *testing.T, u *store.Team) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := store.Write(&out, u); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	t.Parallel()
	file := written(t, saved())
	again, err := store.Read(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(written(t, again), file) || !bytes.Equal(written(t, saved()), file) {
		t.Error("the same team gives other bytes")
	}
	if again.Seed != 1<<64-1 || !again.Now.Equal(saved().Now) {
		t.Errorf("%+v", again)
	}
	if diff := cmp.Diff(saved().Webhooks.Messages, again.Webhooks.Messages); diff != "" {
		t.Error(diff)
	}
}

// zipped is a file of any text.
func zipped(text string) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = io.WriteString(z, text)
	_ = z.Close()
	return out.Bytes()
}

// TestWrongFilesAreErrors that say what is wrong, and never a panic.
func TestWrongFilesAreErrors(t *testing.T) {
	t.Parallel()
	good := written(t, saved())
	for reason, files := range map[string][][]byte{
		"this is not a snapshot":       {nil, []byte("{}"), zipped(""), zipped("{}"), zipped("hello"), zipped(`{"vitalsim":"team","version":1}` + "\n{}")},
		"it is of version 2, and this": {zipped(`{"vitalsim":"universe","version":2}` + "\n{}")},
		"there is no version 0":        {zipped(`{"vitalsim":"universe"}` + "\n{}")},
		"damaged or cut off":           {good[:len(good)/2], good[:len(good)-4], zipped(`{"vitalsim":"universe","version":1}` + "\n" + `{"seed":"x"}`), zipped(`{"vitalsim":"universe","version":1}` + "\n" + `{"seeds":1}`)},
	} {
		for _, file := range files {
			if _, err := store.Read(bytes.NewReader(file)); err == nil || !strings.Contains(err.Error(), reason) {
				t.Errorf("%.40q: want %q: %v", file, reason, err)
			}
		}
	}
	for i := range good {
		bad := bytes.Clone(good)
		if bad[i] ^= 0x10; i >= 3 && i < 10 {
			continue // of gzip's header, which says nothing of ours
		}
		if u, err := store.Read(bytes.NewReader(bad)); err == nil {
			t.Errorf("byte %d is wrong, and nobody notices: %+v", i, u)
		}
	}
}
