package pydantic_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/internal/pydantic"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// read reads a text as one of the kinds of the table, and returns the value or the
// error.
func read(t *testing.T, kind, text string) (value string, wrong *pydantic.Error) {
	t.Helper()
	switch kind {
	case "datetime":
		var v time.Time
		v, wrong = pydantic.Datetime(text)
		value = v.UTC().Format("2006-01-02T15:04:05.000000Z")
	case "date":
		var v vital.Date
		v, wrong = pydantic.Date(text)
		value = v.String()
	case "UUID":
		var v vital.ID
		v, wrong = pydantic.UUID(text)
		value = v.String()
	default:
		t.Fatalf("unknown kind %q", kind)
	}
	if wrong != nil {
		value = ""
	}
	return value, wrong
}

// TestReadsAsPydanticDoes compares what is read, and the errors, with a table that
// testdata/table.py made with Pydantic.
func TestReadsAsPydanticDoes(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/table.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct{ Kind, Text, Value, Type, Msg string }
	if err := json.Unmarshal(text, &rows); err != nil || len(rows) < 200 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	for _, row := range rows {
		value, wrong := read(t, row.Kind, row.Text)
		if wrong == nil {
			wrong = &pydantic.Error{}
		}
		if value != row.Value || wrong.Type != row.Type || wrong.Msg != row.Msg {
			t.Errorf("%s %q is %q, %+v; want %+v", row.Kind, row.Text, value, wrong, row)
		}
	}
}

// TestReadsMoreOffsets checks the two forms of offsets that Pydantic refuses.
func TestReadsMoreOffsets(t *testing.T) {
	t.Parallel()
	const eight, half = "2026-01-05T08:00:00.000000Z", "2026-01-05T02:30:00.000000Z"
	for text, want := range map[string]string{
		"2026-01-05T08:00:00+00": eight, "2026-01-05T00:00:00-08": eight, "2026-01-05T08:00+00": eight,
		"2026-01-05T08:00:00 00:00": eight, "2026-01-05T08:00:00 05:30": half, "2026-01-05 08:00:00 0530": half,
	} {
		if value, wrong := read(t, "datetime", text); value != want {
			t.Errorf("%q is %q, %v; want %s", text, value, wrong, want)
		}
	}
	for _, text := range []string{"2026-01-05T08:00:00+", "2026-01-05T08:00:00+00:", "2026-01-05T08:00:00  00:00", "2026-01-05T08:00:00 99:00"} {
		if value, wrong := read(t, "datetime", text); wrong == nil {
			t.Errorf("%q is %q", text, value)
		}
	}
}

// FuzzRead checks that a value is written so that it reads the same, and that an
// error has a type and a message.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"2026-01-05", "2026-01-05T08:00:00+0000", "2026-01-05t23:59:59.5z", "2026-01-05T08:00:00 05:30", "1767600000.5", "-62135596800001", "2026-01-05T08:00:00−08",
		"9b2a6c1e0f3d4b7a8c5d1e2f3a4b5c6d", "{9b2a6c1e-0f3d-4b7a-8c5d-1e2f3a4b5c6d}", "urn:uuid:9b2a6c1e-0f3d-4b7a-8c5d-1e2f3a4b5c6d", "{}", "\xff",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, kind := range []string{"datetime", "date", "UUID"} {
			value, wrong := read(t, kind, text)
			if wrong != nil {
				if wrong.Type == "" || wrong.Msg == "" {
					t.Errorf("%s %q: %+v", kind, text, wrong)
				}
				continue
			}
			past := kind == "datetime" && len(value) > len("2026-01-05T08:00:00.000000Z") // in UTC in the year 10000
			if again, _ := read(t, kind, value); again != value && !past {
				t.Errorf("%s %q is %s, which is %s", kind, text, value, again)
			}
		}
		if want, err := time.Parse(time.RFC3339, text); err == nil && want.Year() > 0 {
			if got, wrong := pydantic.Datetime(text); wrong == nil && got.UnixMicro() != want.UnixMicro() {
				t.Errorf("%q is %v, want %v", text, got, want)
			}
		}
		if got, wrong := pydantic.UUID(text); wrong == nil {
			if want, err := uuid.Parse(text); err != nil || got != want {
				t.Errorf("%q is %v, want %v, %v", text, got, want, err)
			}
		}
	})
}
