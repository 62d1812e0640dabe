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
		Short: "Record a sandbox user of Vital as a fixture folder",
		Long: `record reads a user through Vital's public API and writes the responses to a fixture
folder. Ids, names, e-mail addresses, places and dates of birth are replaced; read the
files before you share them nevertheless.

Production is refused because its users are real people, unless --allow-production is
given twice.`,
		Example: `  vitalsim record --upstream https://api.sandbox.tryvital.io --key sk_us_… --user app-user-1 --out ./ada
  VITALSIM_KEY=sk_us_… vitalsim record --upstream http://127.0.0.1:8787 --user app-user-1 --out ./ada`,
		Args: noArgs(""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkNeeded(cmd, "upstream", "key", "user", "out"); err != nil {
				return err
			}
			if record.Production(c.Upstream, c.Key) && production < 2 {
				return errors.New("record: this is Vital's production, whose users are real people; record a sandbox user, or give --allow-production twice if the person has agreed")
			}
			c.Scrub, c.Progress = true, progress(cmd, json)
			made, err := record.User(cmd.Context(), c)
			if err != nil {
				return folderError(cmd, c.Dir, err)
			}
			return showRecording(cmd, c.Dir, made, json)
		},
	}
	f := cmd.Flags()
	f.StringVar(&c.Upstream, "upstream", "", "base URL of the API to read from")
	f.StringVar(&c.Key, "key", "", "API key of the team, sk_us_… or sk_eu_…")
	f.StringVar(&c.User, "user", "", "user_id or client_user_id")
	f.StringVar(&c.Dir, "out", "", "folder to write to")
	f.BoolVar(&c.Raw, "raw", false, "also record the raw data of providers, in which names and places are not replaced")
	f.BoolVar(&c.Overwrite, "overwrite", false, "allow a folder that is not empty")
	f.CountVar(&production, "allow-production", "allow a user of Vital's production; must be given twice")
	f.BoolVar(&json, "json", false, "print one JSON document instead of text")
	return cmd
}

// asPath returns a path that LoadFixture does not take for the name of a shipped
// fixture.
func asPath(dir string) string {
	if filepath.IsAbs(dir) || strings.ContainsAny(dir, `/\.`) {
		return dir
	}
	return fmt.Sprintf(".%c%s", os.PathSeparator, dir)
}
