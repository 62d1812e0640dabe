package simulator

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/api"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// An Injection is one effect of a fault: what was done, when and to what.
type Injection struct {
	At    time.Time `json:"at"`             // simulated
	Side  string    `json:"side"`           // api or delivery
	Fault string    `json:"fault"`          // its name
	Done  string    `json:"done"`           // in the words of the grammar
	User  string    `json:"user,omitempty"` // client_user_id, or user_id where that is unknown

	Request string `json:"request,omitempty"` // of api: method and path

	EventType string `json:"event_type,omitempty"` // of delivery, and so on
	SvixID    string `json:"svix_id,omitempty"`
	Attempt   int    `json:"attempt,omitempty"`
	Endpoint  string `json:"endpoint,omitempty"`
}

func injections(ledger []fault.Injection) []Injection {
	var out []Injection
	for _, i := range ledger {
		out = append(out, Injection{
			At: i.At, Side: string(i.Side), Fault: i.Fault, Done: i.Done, User: i.User, Request: i.Request,
			EventType: i.EventType, SvixID: i.SvixID, Attempt: i.Attempt, Endpoint: i.Endpoint,
		})
	}
	return out
}

// faultCatalog returns the names against which faults are checked.
func faultCatalog() fault.Catalog {
	return fault.Catalog{Paths: api.Paths(), EventTypes: slices.Concat(vital.EventTypes(), vital.OtherEventTypes())}
}

// parseFault parses a fault; the error repeats its text.
func parseFault(text string) (fault.Fault, error) {
	f, err := fault.Parse(text, faultCatalog())
	if err != nil {
		return f, fmt.Errorf("fault %.80q: %w", text, err)
	}
	return f, nil
}

// parseFaults parses the faults with which every team begins. It reports all
// errors at once, including duplicate names.
func parseFaults(texts []string) ([]fault.Fault, error) {
	var faults []fault.Fault
	var errs []error
	all := fault.NewSet(0, clock.System)
	for _, text := range texts {
		f, err := parseFault(text)
		if err == nil {
			_, err = all.Add(f)
		}
		if err != nil {
			errs = append(errs, &ConfigError{"Faults", err})
		}
		faults = append(faults, f)
	}
	return faults, errors.Join(errs...)
}

// Fault makes a fault active in the team, such as
//
//	api: {path: /v2/summary/*, status: 503, times: 2}
//
// catalog.FaultKeys lists all keys. If several faults match a request, only the
// first one acts. A fault of deliveries acts on events that are sent after it.
func (s *Simulator) Fault(text string) error {
	t, err := s.teams.Own()
	if err != nil {
		return err
	}
	f, err := parseFault(text)
	if err != nil {
		return err
	}
	_, err = t.Faults.Add(f)
	return err
}

// ClearFaults ends the faults with these names, or all faults without a name.
func (s *Simulator) ClearFaults(names ...string) error {
	t, err := s.teams.Own()
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return t.Faults.Clear("all")
	}
	var errs []error
	for _, name := range names {
		errs = append(errs, t.Faults.Clear(name))
	}
	return errors.Join(errs...)
}

// Faulted returns the team's ledger: all that faults did, in the order of the
// timeline.
func (s *Simulator) Faulted() []Injection {
	t := s.teams.Last()
	if t == nil {
		return nil
	}
	return injections(t.Faults.Ledger())
}
