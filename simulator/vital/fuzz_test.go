package vital_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{
		"2026-01-05", "2024-02-29", "2023-02-29", "0000-01-01", "9999-12-31", "1969-12-31", "2026-1-5", "2026-01-05T00:00:00Z",
		"", "-001-01-01", "2026-00-10", "２０２６-01-05",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := vital.ParseDate(s)
		_, want := time.Parse(time.DateOnly, s)
		if (err == nil) != (want == nil) {
			t.Fatalf("ParseDate(%q) = %v, time.Parse says %v", s, err, want)
		}
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("error of several lines: %v", err)
			}
			return
		}
		if d.String() != s {
			t.Errorf("ParseDate(%q) is written as %s", s, d)
		}
		if vital.DateOf(d.UTC()) != d {
			t.Errorf("%s is not the date of its own midnight", s)
		}
	})
}

func FuzzDecimal(f *testing.F) {
	for _, s := range []string{
		"0", "-0", "93", "93.5", "93.25", "-0.004", "0.005", "1e3", "1e-9", "1e400", "1e15", "9999999999999.99", "null", `"1"`,
		"Inf", "0x1p4", "1_000", "01", "-", " 5 ", "12.345678901234567890",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var d vital.Decimal
		if err := d.UnmarshalJSON([]byte(s)); err != nil {
			return
		}
		var want float64
		if err := json.Unmarshal([]byte(s), &want); err != nil {
			t.Fatalf("%q was read, though it is no JSON number: %v", s, err)
		}
		if diff := math.Abs(d.Float() - want); diff > 0.0051 {
			t.Errorf("%q became %v", s, d.Float())
		}
		var again vital.Decimal
		if err := again.UnmarshalJSON(d.AppendJSON(nil)); err != nil || again != d {
			t.Errorf("%q became %s and then %s (%v)", s, d.AppendJSON(nil), again.AppendJSON(nil), err)
		}
	})
}

func FuzzFine(f *testing.F) {
	for _, s := range []string{
		"0", "-0", "0.095", "-0.0000005", "0.0000004", "999999999.999999", "1e9", "-1e9", "1e-7", "null", `"1"`, "0.1234567", " 5 ",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var v vital.Fine
		if err := v.UnmarshalJSON([]byte(s)); err != nil {
			return
		}
		var want float64
		if err := json.Unmarshal([]byte(s), &want); err != nil {
			t.Fatalf("%q was read, though it is no JSON number: %v", s, err)
		}
		if diff := math.Abs(v.Float() - want); diff > 0.00000051 {
			t.Errorf("%q became %v", s, v.Float())
		}
		var again vital.Fine
		if err := again.UnmarshalJSON(v.AppendJSON(nil)); v.Float() < 1e9 && v.Float() > -1e9 && (err != nil || again != v) {
			t.Errorf("%q became %s and then %s (%v)", s, v.AppendJSON(nil), again.AppendJSON(nil), err)
		}
		if d := v.Decimal(); math.Abs(d.Float()-v.Float()) > 0.0050001 || d.Fine().Decimal() != d {
			t.Errorf("%q is %s, to two decimals %s", s, v.AppendJSON(nil), d.AppendJSON(nil))
		}
	})
}

// Strings are written by appendString; a provider is little more than strings.
func FuzzString(f *testing.F) {
	for _, s := range oddTexts {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b := vital.Provider{Name: s}.AppendJSON(nil)
		if want := `{"name":` + encode(t, strings.ToValidUTF8(s, "\ufffd")) + `,"slug":"","logo":""}`; strings.ToValidUTF8(s, "") == s && string(b) != want {
			t.Errorf("%q is written as %s, want %s", s, b, want)
		}
		if want := respell(t, b); string(b) != want {
			t.Errorf("%q is written as %s, want %s", s, b, want)
		}
	})
}
