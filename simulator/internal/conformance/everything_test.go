package conformance_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/internal/example"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// everythingName is the prefix of the names of scenarios with every resource.
const everythingName = "everything from "

// everything plays scenarios with a fixture that has every resource, so that
// resources that are not generated are also in the corpus: as history, created
// and updated events, and responses.
func (c *collector) everything() (err error) {
	dir, err := os.MkdirTemp("", "vitalsim-everything-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	slugs, err := writeEverything(filepath.Join(dir, "everything"))
	if err != nil {
		return err
	}
	for _, start := range []string{"2026-01-04T12:00:00Z", "2026-02-20T12:00:00Z"} {
		sc, err := simulator.ParseScenario(filepath.Join(dir, "everything.yaml"), []byte(everythingYAML(slugs, start)))
		if err != nil {
			return err
		}
		if err := c.play(sc, 1); err != nil {
			return err
		}
	}
	return nil
}

// writeEverything writes the fixture to a folder and returns its providers.
func writeEverything(dir string) (slugs []string, err error) {
	files := example.Files()
	files["fixture.yaml"] = []byte("about: everything that Vital has\ntime_zone: Europe/London\n")
	for name, text := range rawExamples() {
		files[name] = text
	}
	device, _ := example.Event(vital.EventDeviceCreated)
	files["devices.json"] = fmt.Appendf(nil, "[%s]", device.Data.AppendJSON(nil))
	for name, text := range files {
		at := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(at, text, 0o644); err != nil {
			return nil, err
		}
	}
	f, err := simulator.LoadFixture(dir)
	if err != nil {
		return nil, err
	}
	if notes := f.Notes(); len(notes) > 0 {
		return nil, fmt.Errorf("incomplete fixture: %q", notes)
	}
	return f.Providers(), nil
}

func everythingYAML(slugs []string, start string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "name: %s%s\nstart: %s\nusers: {ada: {client_user_id: everything}}\nsteps:\n", everythingName, start[:10], start)
	for _, slug := range slugs {
		fmt.Fprintf(&b, "  - connect: {user: ada, provider: %s, fixture: ./everything}\n", slug)
	}
	b.WriteString("  - advance: 10d\n") // one of the samples lasts a week
	for _, r := range vital.Resources {
		if r.Kind.Timeseries() {
			fmt.Fprintf(&b, "  - update: {user: ada, resource: %s, set: %s}\n", r.Name, correction(r))
		}
	}
	b.WriteString("  - advance: 30d\n")
	return b.String()
}

// correction returns an edit of a resource's samples.
func correction(r vital.Resource) string {
	switch {
	case r.Name == "heart_rate_alert":
		return "{type: low_heart_rate}"
	case r.Shape == vital.ShapePressure:
		return "{systolic: 133, diastolic: 81.5}"
	case r.Shape == vital.ShapeNote:
		return "{value: ride and run, tags: [exercise, food]}"
	case r.Shape == vital.ShapeTemperature:
		return "{sensor_location: null}"
	case r.Shape == vital.ShapeDuration:
		return "{intensity: null}"
	case r.Shape == vital.ShapeInjection:
		return "{delivery_mode: null, delivery_form: null, bolus_purpose: null, value: 0.025}"
	}
	return "{value: 7.25}"
}

// rawExamples returns files with raw records.
func rawExamples() map[string][]byte {
	device, _ := example.Event(vital.EventDeviceCreated)
	created, _ := example.Event(vital.EventConnectionCreated)
	record := vital.RawRecord{
		Data: vital.Raw(`{"steps":[1,null,2.5],"kind":"raw"}`), UserID: device.UserID, ProviderID: "7", SourceID: 3, PriorityID: vital.Val(1),
		ID: device.TeamID, SportID: vital.Sports[0].ID, Sport: vital.Sports[0], Source: created.Data.(vital.ConnectionCreated).Provider,
	}
	if err := json.Unmarshal([]byte(`"2026-01-05T07:00:00+00:00"`), &record.Timestamp); err != nil {
		panic(err)
	}
	record.CreatedAt, record.UpdatedAt = record.Timestamp, record.Timestamp
	files := map[string][]byte{}
	for _, resource := range wire.RawResources() {
		record.Resource, _ = wire.RawResource(resource)
		if resource == "profile" {
			files["raw/profile.json"] = fmt.Appendf(nil, `{"profile":%s}`, record.AppendJSON(nil))
			continue
		}
		files["raw/"+resource+".json"] = fmt.Appendf(nil, `{%q:[%s]}`, resource, record.AppendJSON(nil))
	}
	return files
}

// examples adds an example of every event type, including types that are never
// sent.
func (c *collector) examples() error {
	for _, eventType := range vital.EventTypes() {
		e, ok := example.Event(eventType)
		if !ok {
			return fmt.Errorf("%s has no example", eventType)
		}
		schema, err := eventSchema(c.vendor, eventType)
		if err != nil {
			return err
		}
		if err := c.add("example of "+eventType, "example "+eventType, schema, e.AppendJSON(nil)); err != nil {
			return err
		}
	}
	return nil
}
