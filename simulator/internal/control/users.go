package control

import (
	"math"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Affected is the user whom a command was about.
type Affected struct {
	UserID string `json:"user_id"`
}

// to runs a command about a user. An unknown user is a 404.
func (c *call) to(name string, command func(vital.ID) error) (Affected, error) {
	if name == "" {
		return Affected{}, refuse("user: missing; want a client_user_id or a user_id")
	}
	user, err := c.team.User(name)
	if err != nil {
		return Affected{}, missing("%v", err)
	}
	if err := command(user.UserID); err != nil {
		return Affected{}, unprocessable(team.Explained(err))
	}
	return Affected{user.UserID.String()}, nil
}

// whom is part of every request about a user.
type whom struct {
	User string `json:"user" jsonschema:"a client_user_id or user_id"`
}

type syncing struct {
	whom
	Provider string `json:"provider,omitempty" jsonschema:"slug (default: all connections of the user)"`
	Upload   bool   `json:"upload,omitempty" jsonschema:"whether the device uploads first (default true)"`
}

func (s *syncing) defaults() { s.Upload = true }

func syncUser(c *call, in syncing) (Affected, error) {
	return c.to(in.User, func(id vital.ID) error {
		return c.team.Sync(c.ctx(), team.Sync{User: id, Provider: in.Provider, Upload: in.Upload})
	})
}

func refreshUser(c *call, in whom) (Affected, error) {
	return c.to(in.User, func(id vital.ID) error {
		_, err := c.team.Refresh(c.ctx(), id)
		return err
	})
}

type update struct {
	whom
	Provider string         `json:"provider,omitempty" jsonschema:"slug; optional if only one connection of the user supplies the resource"`
	Resource string         `json:"resource" jsonschema:"by event name, such as sleep"`
	Record   string         `json:"record,omitempty" jsonschema:"the date of the record or the time of the sample (default: the latest)"`
	Set      map[string]any `json:"set" jsonschema:"fields with their values; a sample has only value"`
}

func updateRecord(c *call, in update) (Affected, error) {
	return c.to(in.User, func(id vital.ID) error {
		edit, err := team.NewEdit(in.Provider, in.Resource, in.Record, in.Set)
		if err != nil {
			return err
		}
		return c.team.Update(c.ctx(), team.Update{User: id, Edit: edit})
	})
}

// A recordOf names a record of a user.
type recordOf struct {
	whom
	Provider string `json:"provider,omitempty" jsonschema:"slug; optional if only one connection of the user supplies the resource"`
	Resource string `json:"resource" jsonschema:"by event name, such as activity"`
	Record   string `json:"record,omitempty" jsonschema:"the date of the record or the time of the sample (default: the latest)"`
}

func deleteRecord(c *call, in recordOf) (Affected, error) {
	return c.to(in.User, func(id vital.ID) error {
		deletion, err := team.NewDeletion(in.Provider, in.Resource, in.Record)
		if err != nil {
			return err
		}
		return c.team.DeleteRecord(c.ctx(), team.DeleteRecord{User: id, Deletion: deletion})
	})
}

var errNoProvider = refuse("provider: missing; want a slug such as fitbit")

type disconnect struct {
	whom
	Provider string `json:"provider" jsonschema:"slug"`
}

func disconnectUser(c *call, in disconnect) (Affected, error) {
	if in.Provider == "" {
		return Affected{}, errNoProvider
	}
	return c.to(in.User, func(id vital.ID) error {
		return c.team.Disconnect(c.ctx(), team.Disconnect{User: id, Provider: in.Provider})
	})
}

type revoke struct {
	disconnect
	ErrorType string `json:"error_type,omitempty" jsonschema:"of the connection error (default: token_refresh_failed)"`
}

func revokeAccess(c *call, in revoke) (Affected, error) {
	if in.Provider == "" {
		return Affected{}, errNoProvider
	}
	return c.to(in.User, func(id vital.ID) error {
		return c.team.Revoke(c.ctx(), team.Revoke{User: id, Provider: in.Provider, ErrorType: in.ErrorType})
	})
}

// UserList is the users of a team, newest first.
type UserList struct {
	Users []User `json:"users"`
	Total int    `json:"total"`
}

// A User is a user with the present connections.
type User struct {
	ClientUserID string       `json:"client_user_id"`
	UserID       string       `json:"user_id"`
	CreatedOn    time.Time    `json:"created_on" jsonschema:"simulated time"`
	Connections  []ProviderOf `json:"connections"`
}

// A ProviderOf is a provider to which a user is connected.
type ProviderOf struct {
	Provider string `json:"provider" jsonschema:"slug"`
	Status   string `json:"status" jsonschema:"connected, error or paused"`
}

func showUsers(c *call, _ nothing) (UserList, error) {
	all := c.team.World.Users(0, math.MaxInt)
	list := UserList{[]User{}, all.Total}
	for _, u := range all.Users {
		shown := User{u.ClientUserID, u.UserID.String(), u.CreatedOn, []ProviderOf{}}
		connections, err := c.team.World.Connections(u.UserID)
		if err != nil {
			continue // the user was deleted meanwhile
		}
		for _, p := range connections {
			shown.Connections = append(shown.Connections, ProviderOf{p.Slug, p.Status})
		}
		list.Users = append(list.Users, shown)
	}
	return list, nil
}

func deleteUser(c *call, in whom) (Affected, error) { return c.to(in.User, c.team.DeleteUser) }
