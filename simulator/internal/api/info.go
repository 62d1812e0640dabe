package api

import (
	"encoding/json"
	"net/mail"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/rest"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// info serves GET /v2/user/{user_id}/info/latest.
func (a *api) info(t *team.Team, c *rest.Call) (vital.UserInfo, error) {
	id, err := c.ID("user_id")
	if err != nil {
		return vital.UserInfo{}, err
	}
	return t.World.Info(id)
}

// patchInfo serves PATCH /v2/user/{user_id}/info. It replaces the
// information: the body must have all required keys every time (vital.md 2.1).
func (a *api) patchInfo(t *team.Team, c *rest.Call) (vital.UserInfo, error) {
	id, err := c.ID("user_id")
	if err != nil {
		return vital.UserInfo{}, err
	}
	b, err := rest.ReadBody(c.Request)
	if err != nil {
		return vital.UserInfo{}, err
	}
	for _, name := range []string{"first_name", "last_name", "phone_number", "gender", "dob"} {
		b.Required(name)
	}
	if _, err := mail.ParseAddress(b.Required("email")); err != nil && b.Valid() {
		b.Refuse(rest.Phrase{Msg: "value is not a valid email address", Type: "value_error"}, "email")
	}
	b.Date("dob")
	if address, ok := b.Object("address"); ok {
		for _, name := range []string{"first_line", "country", "zip", "city", "state"} {
			address.Required(name)
		}
	}
	for _, enum := range []struct {
		name  string
		words []string
	}{
		{"race", wire.Races()}, {"ethnicity", wire.Ethnicities()},
		{"sexual_orientation", wire.SexualOrientations()}, {"gender_identity", wire.GenderIdentities()},
	} {
		if word, _ := b.Text(enum.name); word != "" && !slices.Contains(enum.words, word) {
			b.Refuse(rest.OneOf(enum.words), enum.name)
		}
	}
	if err := b.Err(); err != nil {
		return vital.UserInfo{}, err
	}
	var info vital.UserInfo
	text, err := json.Marshal(b.Fields)
	if err == nil {
		err = json.Unmarshal(text, &info)
	}
	if err != nil {
		return vital.UserInfo{}, rest.Invalid("value is not valid").Refuse("body")
	}
	return info, t.World.SetInfo(id, info)
}
