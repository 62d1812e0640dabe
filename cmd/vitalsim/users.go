package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

// users holds the users of a team as the control API shows them.
type users struct {
	Users []struct {
		ClientUserID string `json:"client_user_id"`
		UserID       string `json:"user_id"`
		Connections  []struct{ Provider, Status string }
	}
	Total int
}

func newUsers() *cobra.Command {
	var r remote
	subcommands := []*cobra.Command{newDeleteUser()}
	cmd := &cobra.Command{
		Use:   "users",
		Short: "Show the users of a running simulator, or delete one",
		Long: `users prints the users of a team, newest first: client_user_id, user_id and the providers
to which the user is connected. users delete deletes one.`,
		Example: "  vitalsim users\n  vitalsim users delete app-user-1",
		Args:    onlyCommands(subcommands),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var found users
			answer, err := r.call(cmd.Context(), "GET", "users", nil, &found)
			if err != nil {
				return requestError(cmd, err)
			}
			return r.show(cmd, answer, func(w io.Writer) error { return r.printUsers(w, found) })
		},
	}
	r.register(cmd)
	cmd.AddCommand(subcommands...)
	return cmd
}

// printUsers prints users as text.
func (r *remote) printUsers(w io.Writer, u users) error {
	if len(u.Users) == 0 {
		return r.reportDone(w, "no users", "vitalsim connect app-user-1 fitbit")
	}
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, one := range u.Users {
		providers := "not connected"
		for i, c := range one.Connections {
			if i == 0 {
				providers = ""
			} else {
				providers += ", "
			}
			providers += c.Provider
			if c.Status != "connected" {
				providers += " (" + c.Status + ")"
			}
		}
		fmt.Fprintf(t, "%s\t%s\t%s\n", one.ClientUserID, one.UserID, providers)
	}
	return t.Flush()
}

func newDeleteUser() *cobra.Command {
	var r remote
	cmd := &cobra.Command{
		Use:   "delete USER",
		Short: "Delete a user of a running simulator",
		Long: `delete deletes a user with all connections, as DELETE /v2/user does. Vital has no event
for it. USER is a client_user_id or a user_id.`,
		Example: "  vitalsim users delete app-user-1",
		Args:    oneArg("user", "vitalsim users shows them"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.act(cmd, "DELETE", "users"+query("user", args[0]), nil,
				args[0]+" is deleted with all connections", "vitalsim users shows who is left")
		},
	}
	r.register(cmd)
	return cmd
}
