package vital_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Some keys are always a copy of another; encoding writes them, decoding
// leaves them alone.
func TestCopies(t *testing.T) {
	t.Parallel()
	r := source(5)
	for range 50 {
		cycle := random[vital.SleepCycle](r)
		origin := cycle.Source
		for key, want := range map[string]any{
			"source_provider": origin.Provider, "source_type": origin.Type, "source_app_id": origin.AppID, "source_device_id": origin.DeviceID,
		} {
			if got := string(value(t, cycle, key)); got != respell(t, []byte(encode(t, want))) {
				t.Errorf("%s is %s, want %v", key, got, want)
			}
		}
		for _, page := range []any{random[vital.IntrospectedResources](r), random[vital.IntrospectedPulls](r)} {
			if a, b := string(value(t, page, "next")), string(value(t, page, "next_cursor")); a != b {
				t.Errorf("next is %s, next_cursor %s", a, b)
			}
		}
	}
	if got := string(value(t, vital.SleepCycle{}, "source_type")); got != `"unknown"` {
		t.Errorf("a cycle of a source without a type has %s", got)
	}
}

// What has nothing to list is [] and {}, and the cursors of the last page are
// there.
func TestEmptyPages(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		want string
		v    appender
	}{
		{`{"data":[],"next":null,"next_cursor":null}`, vital.IntrospectedPulls{}},
		{`{"data":[],"next":null,"next_cursor":null}`, vital.IntrospectedResources{}},
		{`{"user_id":"00000000-0000-0000-0000-000000000000","provider":{}}`, vital.UserPulls{}},
		{`{"pulled":{},"not_pulled":[]}`, vital.ProviderPulls{}},
		{`{"users":[],"total":0,"offset":0,"limit":0}`, vital.PaginatedUsers{}},
		{`{"last_attempt":null,"oldest_data":null,"newest_data":null,"sent_count":null}`, vital.ResourceStatistics{}},
	} {
		if diff := cmp.Diff(tt.want, string(tt.v.AppendJSON(nil))); diff != "" {
			t.Errorf("%T: %s", tt.v, diff)
		}
	}
}

func TestObject(t *testing.T) {
	t.Parallel()
	const text = `{"steps":{"id":1,"name":"","slug":""},"activity":{"id":2,"name":"","slug":""}}`
	var o vital.Object[vital.Sport]
	if err := json.Unmarshal([]byte(text), &o); err != nil || string(o.AppendJSON(nil)) != text {
		t.Errorf("read as %s: %v", o.AppendJSON(nil), err)
	}
	if v, ok := o.Get("activity"); !ok || v.ID != 2 {
		t.Errorf("Get finds %v, %t", v, ok)
	}
	if _, ok := o.Get("sleep"); ok {
		t.Error("Get finds what is not there")
	}
	before := slices.Clone(o)
	for _, text := range []string{`[]`, `null`, `{"a":{"id":"x"}}`} {
		if err := o.UnmarshalJSON([]byte(text)); err == nil || !slices.Equal(o, before) {
			t.Errorf("%s: read as %v: %v", text, o, err)
		}
	}
}
