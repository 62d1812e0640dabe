package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

func newUpdate() *cobra.Command {
	var r remote
	var provider, record string
	cmd := &cobra.Command{
		Use:   "update USER RESOURCE FIELD=VALUE…",
		Short: "Correct a record or a sample of a running simulator",
		Long: `update corrects a record or a sample that clients can already read, as users do at the
provider. The event that announces it leaves with the next poll. A RESOURCE has its
event name, such as sleep; a FIELD is a key of the record, and of samples only value.
A VALUE is JSON, or else a string.`,
		Example: `  vitalsim update app-user-1 sleep efficiency=93
  vitalsim update app-user-1 activity steps=12000 --record 2026-01-06 --provider fitbit
  vitalsim update app-user-1 glucose value=5.4 --record 2026-01-06T07:45:00Z`,
		Args: someArgs(3, -1, "a USER, a RESOURCE and fields such as efficiency=93", "vitalsim list resources shows the resources"),
		RunE: func(cmd *cobra.Command, args []string) error {
			set, err := assignments(cmd, args[2:])
			if err != nil {
				return err
			}
			body := fields("user", args[0], "resource", args[1], "provider", provider, "record", record)
			body["set"] = set
			return r.act(cmd, "POST", "update", body, fmt.Sprintf("%s of %s is updated: %s", args[1], args[0], strings.Join(args[2:], ", ")),
				"vitalsim sync "+shellQuoted(args[0])+" sends its event now, which otherwise leaves with the next poll")
		},
	}
	r.register(cmd)
	f := cmd.Flags()
	f.StringVar(&provider, "provider", "", "slug (default: the connection that alone supplies the resource)")
	f.StringVar(&record, "record", "", "date of the record, or RFC 3339 time of the sample (default: the latest)")
	return cmd
}

// assignments parses fields with their values.
func assignments(cmd *cobra.Command, given []string) (map[string]json.RawMessage, error) {
	set := map[string]json.RawMessage{}
	for _, one := range given {
		field, value, ok := strings.Cut(one, "=")
		if !ok || field == "" {
			return nil, fmt.Errorf("%s: %q: want a field with a value, such as efficiency=93", cmd.Name(), one)
		}
		if set[field] != nil {
			return nil, fmt.Errorf("%s: %s is set twice", cmd.Name(), field)
		}
		text := []byte(value)
		if !json.Valid(text) {
			var err error
			if text, err = json.Marshal(value); err != nil {
				return nil, err
			}
		}
		set[field] = text
	}
	return set, nil
}
