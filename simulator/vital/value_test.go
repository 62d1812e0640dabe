package vital_test

import (
	"encoding/json"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestDecimalJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0": "0", "-0": "0", "93": "93", "93.50": "93.5", "93.25": "93.25", "0.05": "0.05", "-0.5": "-0.5", "-12.34": "-12.34",
		"12.345678": "12.35", "1e3": "1000", "1e-9": "0", "9999999999999.99": "9999999999999.99",
	} {
		var d vital.Decimal
		if err := json.Unmarshal([]byte(text), &d); err != nil || string(d.AppendJSON(nil)) != want {
			t.Errorf("%s is read as %s (%v), want %s", text, d.AppendJSON(nil), err, want)
		}
	}
	for _, text := range []string{"1e13", "-1e13", "1e400", `"1"`, "null", "true", "[]"} {
		var d vital.Decimal
		if err := json.Unmarshal([]byte(text), &d); err == nil {
			t.Errorf("%s is read as %s, want an error", text, d.AppendJSON(nil))
		}
	}
}

func TestNullJSON(t *testing.T) {
	t.Parallel()
	n := vital.Val(7)
	if err := json.Unmarshal([]byte("null"), &n); err != nil || n != (vital.Null[int]{}) {
		t.Errorf("null is read as %+v (%v)", n, err)
	}
	if err := json.Unmarshal([]byte("80.0"), &n); err == nil {
		t.Error("80.0 is no whole number to a Go client")
	}
	if got := encode(t, []any{vital.Val(1), vital.Null[string]{}, vital.Val("x")}); got != `[1,null,"x"]` {
		t.Errorf("nulls are written as %s", got)
	}
	var d vital.Null[vital.Date]
	if err := json.Unmarshal([]byte(`"2026-01-05"`), &d); err != nil || d != vital.Val(vital.DateFrom(2026, 1, 5)) {
		t.Errorf("a date is read as %v (%v)", d, err)
	}
	if err := json.Unmarshal([]byte(`"5 Jan"`), &d); err == nil {
		t.Error("5 Jan was read as a date")
	}
}
