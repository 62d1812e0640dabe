package example

import (
	"bytes"
	"encoding/json"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// IDs say whom an example is about.
type IDs struct {
	User, Team   vital.ID
	ClientUserID string
}

// EventOf returns the example of an event type as if it were about somebody else;
// false where there is no such type.
func EventOf(eventType string, ids IDs) (e vital.Event, ok bool) {
	e, ok = Event(eventType)
	if !ok {
		return e, false
	}
	text := bytes.ReplaceAll(e.AppendJSON(nil), []byte(user.String()), []byte(ids.User.String()))
	if json.Unmarshal(text, &e) != nil {
		return e, false // no example is so, as its tests say
	}
	e.UserID, e.TeamID, e.ClientUserID = ids.User, ids.Team, ids.ClientUserID
	return e, true
}
