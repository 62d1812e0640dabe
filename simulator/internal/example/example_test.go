package example_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/internal/example"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestEveryEventTypeHasAnExample: of the type that belongs to it, the same every
// time, with nothing left empty. That they follow the vendor's schemas, the
// conformance tests say.
func TestEveryEventTypeHasAnExample(t *testing.T) {
	t.Parallel()
	for _, eventType := range vital.EventTypes() {
		e, ok := example.Event(eventType)
		if !ok || e.EventType != eventType {
			t.Errorf("%s has no example: add a row for its resource to rows in sample.go, if it is a timeseries, or else Example to its row of view.Summaries", eventType)
			continue
		}
		text := e.AppendJSON(nil)
		again, _ := example.Event(eventType)
		if !bytes.Equal(again.AppendJSON(nil), text) {
			t.Errorf("%s differs from one time to the next", eventType)
		}
		var read vital.Event
		if err := json.Unmarshal(text, &read); err != nil {
			t.Errorf("%s: %v\n%s", eventType, err, text)
			continue
		}
		if got := read.AppendJSON(nil); !bytes.Equal(got, text) {
			t.Errorf("%s is read as\n%s, was\n%s", eventType, got, text)
		}
		if _, raw := read.Data.(vital.Raw); raw || fmt.Sprintf("%T", read.Data) != fmt.Sprintf("%T", e.Data) {
			t.Errorf("%s: the data is a %T, read as a %T", eventType, e.Data, read.Data)
		}
		if strings.Contains(string(text), vital.ID{}.String()) || strings.Contains(string(text), `"0001-`) {
			t.Errorf("%s has something empty in it: %s", eventType, text)
		}
	}
	for _, other := range []string{"", "labtest.order.created", "daily.data.slep.created", "provider.connection.updated"} {
		if e, ok := example.Event(other); ok {
			t.Errorf("%q has the example %+v", other, e)
		}
	}
}

// TestUpdatesCorrect: an update has the id of what was created, keeps when that
// was, and says something else.
func TestUpdatesCorrect(t *testing.T) {
	t.Parallel()
	type head struct {
		ID        string
		CreatedAt string `json:"created_at"`
		UpdatedAt string `json:"updated_at"`
	}
	for _, r := range vital.Resources {
		var texts [2][]byte
		for i, updated := range []bool{false, true} {
			e, ok := example.Event(vital.DailyEvent(r.Name, updated))
			if !ok {
				t.Fatalf("%s has no example", r.Name)
			}
			texts[i] = e.Data.AppendJSON(nil)
		}
		switch {
		case r.Kind == vital.Stream: // which says nothing
		case r.Kind.Timeseries():
			a, b := samplesOf(t, texts[0]), samplesOf(t, texts[1])
			if len(a) != 2 || len(b) != 1 || a[0].Timestamp != b[0].Timestamp || a[0].Timestamp == a[1].Timestamp || a[0] == b[0] {
				t.Errorf("%s: the update\n%s corrects nothing of\n%s", r.Name, texts[1], texts[0])
			}
		default:
			var a, b head
			if err := errors.Join(json.Unmarshal(texts[0], &a), json.Unmarshal(texts[1], &b)); err != nil {
				t.Fatal(err)
			}
			if a.ID != b.ID || a.CreatedAt != b.CreatedAt || a.UpdatedAt >= b.UpdatedAt {
				t.Errorf("%s: created %+v, updated %+v", r.Name, a, b)
			}
		}
	}
}

// A sampleText is a sample and when it was taken.
type sampleText struct{ Timestamp, text string }

func samplesOf(t *testing.T, payload []byte) (out []sampleText) {
	t.Helper()
	var p struct{ Data []json.RawMessage }
	if err := json.Unmarshal(payload, &p); err != nil {
		t.Fatal(err)
	}
	for _, text := range p.Data {
		s := sampleText{text: string(text)}
		if err := json.Unmarshal(text, &s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

// TestMealsAddUp: the energy of a meal is that of its macronutrients, and all
// of it that of its foods.
func TestMealsAddUp(t *testing.T) {
	t.Parallel()
	for _, updated := range []bool{false, true} {
		e, _ := example.Event(vital.DailyEvent("meal", updated))
		m := e.Data.(vital.Meal)
		sum := vital.Decimal(0)
		for _, f := range m.Data {
			sum += f.Value.Energy.V.Value
		}
		macros := m.Macros.V
		energy := vital.DecimalOf(4*(macros.Carbs.V.Float()+macros.Protein.V.Float()) + 9*macros.Fats.Total.V.Float())
		if energy != m.Energy.V.Value || sum-energy > 1 || energy-sum > 1 || len(m.Data) == 0 {
			t.Errorf("a meal of %v kcal, of macros %v, of foods %v", m.Energy.V.Value, energy, sum)
		}
	}
}

// TestEventOf is the same about somebody else.
func TestEventOf(t *testing.T) {
	t.Parallel()
	ids := example.IDs{User: uuid.MustParse("0ecd8721-01b8-4ed6-a326-aadf634ec06d"), Team: uuid.MustParse("00d07b44-83a0-40c5-8f42-7058a0e543e5"), ClientUserID: "somebody else"}
	for _, eventType := range vital.EventTypes() {
		first, _ := example.Event(eventType)
		e, ok := example.EventOf(eventType, ids)
		text, was := string(e.AppendJSON(nil)), string(first.AppendJSON(nil))
		if !ok || strings.Contains(text, first.UserID.String()) || e.ClientUserID != ids.ClientUserID || e.TeamID != ids.Team {
			t.Errorf("%s: %s", eventType, text)
		}
		if len(text)-len(was) != len(ids.ClientUserID)-len(first.ClientUserID) {
			t.Errorf("%s has changed by more than ids:\n%s\n%s", eventType, was, text)
		}
	}
	if _, ok := example.EventOf("daily.data.mood.created", ids); ok {
		t.Error("there is an example of what does not exist")
	}
}
