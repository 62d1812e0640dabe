package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator/record"
)

func newRecord() *cobra.Command {
	var c record.Config
	var json bool
	var production int
	cmd := &cobra.Command{
		Use:   "record --upstream URL --key KEY --user USER --out DIR",
		Short: "Record a sandbox user of Vital's as a fixture folder",
		Long: `record reads a user through Vital's public API, and writes what it is answered as a
fixture folder. Ids, names, e-mail addresses, places and days of birth are replaced on
the way; read the files before you share them all the same.

Production is refused, as its users are real people: --allow-production must be given
twice.`,
		Example: `  vitalsim record --upstream https://api.sandbox.tryvital.io --key sk_us_… --user app-user-1 --out ./ada
  VITALSIM_KEY=sk_us_… vitalsim record --upstream http://127.0.0.1:8787 --user app-user-1 --out ./ada`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if c.Upstream == "" || c.Key == "" || c.User == "" || c.Dir == "" {
				return errors.New("record: --upstream, --key, --user and --out are needed")
			}
			if record.Production(c.Upstream, c.Key) && production < 2 {
				return errors.New("record: this is Vital's production, whose users are real people; record a sandbox user, or say --allow-production twice if they have agreed")
			}
			c.Scrub, c.Progress = true, progress(cmd, json)
			made, err := record.User(cmd.Context(), c)
			if err != nil {
				return err
			}
			return showRecording(cmd, c.Dir, made, json)
		},
	}
	f := cmd.Flags()
	f.StringVar(&c.Upstream, "upstream", "", "base URL of the API to read from")
	f.StringVar(&c.Key, "key", "", "API key of the team, sk_us_… or sk_eu_…")
	f.StringVar(&c.User, "user", "", "user id or client_user_id")
	f.StringVar(&c.Dir, "out", "", "the folder to write")
	f.BoolVar(&c.Raw, "raw", false, "record also what the providers themselves have sent; names and places in it are not replaced")
	f.BoolVar(&c.Overwrite, "overwrite", false, "write into a folder that is not empty")
	f.CountVar(&production, "allow-production", "record a user of Vital's production; give it twice")
	f.BoolVar(&json, "json", false, "print one JSON document instead of text")
	return cmd
}

// asPath is a path as LoadFixture takes it: one without a slash would be the
// name of a shipped fixture.
func asPath(dir string) string {
	if filepath.IsAbs(dir) || strings.ContainsAny(dir, `/\.`) {
		return dir
	}
	return fmt.Sprintf(".%c%s", os.PathSeparator, dir)
}
