package simulator

import (
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/internal/api"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
)

// A Request is what a client asked of Vital's API and how it was answered.
type Request struct {
	At           time.Time     `json:"at"`   // simulated
	Wall         time.Time     `json:"wall"` // the machine's clock
	Method       string        `json:"method"`
	Route        string        `json:"route,omitempty"` // with {names} for ids; "" where Vital has no such path
	Path         string        `json:"path"`
	Query        string        `json:"query,omitempty"`
	ClientUserID string        `json:"client_user_id,omitempty"`
	UserID       string        `json:"user_id,omitempty"`
	Status       int           `json:"status"`          // 0 where there was no answer
	Fault        string        `json:"fault,omitempty"` // the name of the one that acted
	Duration     time.Duration `json:"-"`               // wall time; duration_ms in JSON
}

// MarshalJSON writes the duration in milliseconds.
func (r Request) MarshalJSON() ([]byte, error) { return journal.Request(r).MarshalJSON() }

// Requests are the newest 10,000 requests of the team to Vital's API, in the
// order in which they were answered.
func (s *Simulator) Requests() []Request {
	u := s.own()
	if u == nil {
		return nil
	}
	var out []Request
	for _, r := range u.journal.Requests() {
		out = append(out, Request(r))
	}
	return out
}

// watched is Vital's API of every team, with its faults and its journal. A key
// that opens no team is refused as ever.
func (s *Simulator) watched(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		u, err := s.open(r.Header.Get("X-Vital-Api-Key"))
		if err != nil {
			next.ServeHTTP(w, r)
			return
		}
		call := api.CallOf(r)
		who := u.who(call)
		began, at := s.config.Wall.Now(), u.clock.Now()
		answer := &statusWriter{ResponseWriter: w}
		entry := journal.Request{
			At: at, Wall: began.UTC(), Method: r.Method, Route: call.Route, Path: call.Path, Query: r.URL.RawQuery,
			ClientUserID: who.ClientUserID, UserID: who.ID,
		}
		defer func() { // also where a fault ends the request by a panic
			if entry.UserID == "" {
				entry.UserID = u.who(call).ID // of a user that the request has created
			}
			entry.Status, entry.Duration = answer.status, s.config.Wall.Now().Sub(began)
			u.journal.Add(entry)
			s.unsimulated.note(Request(entry))
		}()
		asked := fault.Request{At: at, Method: r.Method, Path: call.Path, Route: call.Route, User: who}
		act := u.faults.Take(asked)
		if act == nil {
			next.ServeHTTP(answer, r)
			return
		}
		if entry.Fault = act.Fault; !act.Serve(answer, r, next) {
			entry.Fault = ""
		}
	})
}

// who is the user that a request names, by all the names there are.
func (u *universe) who(c api.Call) fault.User {
	if c.RecordID != "" {
		if id, err := uuid.Parse(c.RecordID); err == nil {
			if owner, ok := u.world.Owner(id); ok {
				c.UserID = owner.String()
			}
		}
	}
	user := fault.User{ID: c.UserID, ClientUserID: c.ClientUserID}
	if id, err := uuid.Parse(c.UserID); err == nil {
		if clientUserID, ok := u.world.Who(id); ok {
			user.ClientUserID = clientUserID
		}
	} else if known, err := u.world.Resolve(c.ClientUserID); err == nil && c.ClientUserID != "" {
		user.ID = known.UserID.String()
	}
	user.Name = u.name(user.ClientUserID)
	return user
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader notes the final status.
func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write notes that there is an answer.
func (w *statusWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController flush and hijack.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
