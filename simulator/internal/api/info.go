package api

import (
	"encoding/json"
	"net/http"
	"net/mail"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// info is GET /v2/user/{user_id}/info/latest.
func (a *api) info(t Team, r *http.Request) (vital.UserInfo, error) {
	id, err := pathID(r, "user_id")
	if err != nil {
		return vital.UserInfo{}, err
	}
	return t.World.Info(id)
}

// patchInfo is PATCH /v2/user/{user_id}/info. It replaces what was there: the
// body has all that is required every time (contract 2.1).
func (a *api) patchInfo(t Team, r *http.Request) (vital.UserInfo, error) {
	id, err := pathID(r, "user_id")
	if err != nil {
		return vital.UserInfo{}, err
	}
	b, err := readBody(r)
	if err != nil {
		return vital.UserInfo{}, err
	}
	for _, name := range []string{"first_name", "last_name", "phone_number", "gender", "dob"} {
		b.text(name, true)
	}
	if _, err := mail.ParseAddress(b.text("email", true)); err != nil && len(b.problems) == 0 {
		b.refuse("email", "value is not a valid email address", "value_error.email")
	}
	b.date("dob")
	address, ok := b.fields["address"].(map[string]any)
	if !ok {
		b.refuse("address", "field required", "value_error.missing")
	}
	inner := &body{fields: address, within: "address"}
	for _, name := range []string{"first_line", "country", "zip", "city", "state"} {
		if ok {
			inner.text(name, true)
		}
	}
	b.problems = append(b.problems, inner.problems...)
	for name, words := range map[string][]string{
		"race": vital.Races(), "ethnicity": vital.Ethnicities(),
		"sexual_orientation": vital.SexualOrientations(), "gender_identity": vital.GenderIdentities(),
	} {
		if word := b.text(name, false); word != "" && !slices.Contains(words, word) {
			b.refuse(name, "value is not a valid enumeration member", "type_error.enum")
		}
	}
	if err := b.err(); err != nil {
		return vital.UserInfo{}, err
	}
	var info vital.UserInfo
	text, err := json.Marshal(b.fields)
	if err == nil {
		err = json.Unmarshal(text, &info)
	}
	if err != nil {
		return vital.UserInfo{}, vital.Invalid("value is not valid", "value_error", "body")
	}
	return info, t.World.SetInfo(id, info)
}
