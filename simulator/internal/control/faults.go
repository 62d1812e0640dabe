package control

import (
	"cmp"
	"io"
	"net/http"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
)

// faults is GET /_sim/v1/faults: the active ones and how far each got.
func (a *api) faults(t Team, _ *http.Request) (any, error) {
	return map[string]any{"faults": append([]fault.State{}, t.Faults()...)}, nil
}

// maxFault bounds the text of a fault.
const maxFault = 64 << 10

// addFault is POST /_sim/v1/faults; the body is a fault in its own grammar, as
// JSON or YAML: {"api":{"path":"/v2/summary/*","status":503,"times":2}}.
func (a *api) addFault(t Team, r *http.Request) (any, error) {
	text, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxFault))
	if err != nil {
		return nil, refuse("body: %v", err)
	}
	name, err := t.AddFault(string(text))
	if err != nil {
		return nil, refuse("%v", err)
	}
	for _, f := range t.Faults() {
		if f.Name == name {
			return f, nil
		}
	}
	return map[string]any{"name": name}, nil // cleared meanwhile
}

// clearFaults is DELETE /_sim/v1/faults?name=…, all of them without a name.
func (a *api) clearFaults(t Team, r *http.Request) (any, error) {
	if err := t.ClearFaults(cmp.Or(r.URL.Query().Get("name"), "all")); err != nil {
		return nil, refuse("%v", err)
	}
	return a.faults(t, r)
}

// ledger is GET /_sim/v1/faults/ledger?name=…: exactly what was injected.
func (a *api) ledger(t Team, r *http.Request) (any, error) {
	name := r.URL.Query().Get("name")
	found := []fault.Injection{}
	for _, i := range t.Injected() {
		if name == "" || name == i.Fault {
			found = append(found, i)
		}
	}
	return map[string]any{"injected": found, "total": len(found)}, nil
}
