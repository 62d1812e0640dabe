package vital_test

import (
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestResources(t *testing.T) {
	t.Parallel()
	names, paths := map[string]bool{}, map[string]bool{}
	for _, r := range vital.Resources {
		if names[r.Name] || paths[r.Path] {
			t.Errorf("%s or its path %s stands there twice", r.Name, r.Path)
		}
		names[r.Name], paths[r.Path] = true, true
		if got, ok := vital.ResourceNamed(r.Name); !ok || got != r {
			t.Errorf("ResourceNamed(%q) = %+v, %t", r.Name, got, ok)
		}
		got, ok := vital.ResourceAt(r.Path, r.Kind.Timeseries())
		if want := r.Kind != vital.Stream; ok != want || want && got != r {
			t.Errorf("ResourceAt(%q) = %+v, %t", r.Path, got, ok)
		}
		if _, ok := vital.ResourceAt(r.Path, !r.Kind.Timeseries()); ok {
			t.Errorf("ResourceAt(%q) finds it in the other family", r.Path)
		}
		if r.Kind.Timeseries() != (r.Unit != "") {
			t.Errorf("%s: kind %s with unit %q", r.Name, r.Kind, r.Unit)
		}
		if (r.New() == nil) != (r.Kind == vital.Stream) {
			t.Errorf("%s: kind %s with a record or sample of %T", r.Name, r.Kind, r.New())
		}
		if !r.Kind.Timeseries() && (r.Shape != vital.ShapeValue || r.Fine || r.Typed) {
			t.Errorf("%s: kind %s with samples %+v", r.Name, r.Kind, r)
		}
		if r.PointInSchema && r.Kind != vital.Interval {
			t.Errorf("%s: PointInSchema is for what is sent as an interval", r.Name)
		}
	}
	for name, path := range map[string]string{"weight": "body_weight", "fat": "body_fat"} {
		if r, ok := vital.ResourceAt(path, true); !ok || r.Name != name {
			t.Errorf("ResourceAt(%q) = %q, want %q", path, r.Name, name)
		}
		if _, ok := vital.ResourceAt(name, true); ok {
			t.Errorf("%s is no path", name)
		}
	}
	if _, ok := vital.ResourceNamed("hypnogram"); ok {
		t.Error("hypnogram has no events")
	}
	if vital.Daily.String() != "daily" || vital.Kind(0).String() != "kind(0)" || vital.Kind(99).String() != "kind(99)" {
		t.Error("kinds have odd names")
	}
}

func TestResourceEnum(t *testing.T) {
	t.Parallel()
	enum := vital.ResourceEnum()
	if distinct := slices.Compact(slices.Sorted(slices.Values(enum))); len(distinct) != len(enum) || len(enum) <= len(vital.Resources) {
		t.Errorf("%d words, %d of them distinct", len(enum), len(distinct))
	}
	names := []string{"hypnogram", "sleep_stream", "device"}
	for _, r := range vital.Resources {
		names = append(names, r.Name)
	}
	for _, name := range names {
		if !slices.Contains(enum, name) {
			t.Errorf("%s is missing", name)
		}
	}
}

func TestEventTypes(t *testing.T) {
	t.Parallel()
	types := vital.EventTypes()
	ofProviders := []string{vital.EventConnectionCreated, vital.EventConnectionError, vital.EventDeviceCreated, vital.EventDeviceUpdated}
	if n, want := len(types), 3*len(vital.Resources)+len(ofProviders); n != want {
		t.Errorf("%d event types, want %d", n, want)
	}
	for _, typ := range types {
		r, ok := vital.EventResource(typ)
		if !ok {
			if !slices.Contains(ofProviders, typ) {
				t.Errorf("EventResource(%q) finds nothing", typ)
			}
			continue
		}
		all := []string{vital.DailyEvent(r.Name, false), vital.DailyEvent(r.Name, true), vital.HistoricalEvent(r.Name)}
		if !slices.Contains(all, typ) {
			t.Errorf("EventResource(%q) = %s", typ, r.Name)
		}
	}
	for _, typ := range []string{
		"", "daily.data.sleep", "daily.data.slep.created", "historical.data.sleep.updated", "sleep.created",
		"daily.data..created", "daily.data.sleep.created.updated", "provider.connection.created",
	} {
		if r, ok := vital.EventResource(typ); ok {
			t.Errorf("EventResource(%q) = %s, want none", typ, r.Name)
		}
	}
}
