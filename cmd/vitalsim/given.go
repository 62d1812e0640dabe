package main

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Errors of values that a shell leaves behind where a variable is not set.
var (
	errBlank = errors.New("the value is empty; is a variable not set?")
	errURL   = errors.New("the host or port is empty; want a URL such as http://127.0.0.1:3000/webhooks")
)

// checkGiven refuses blank values of the flags that are set, and of arguments. Without
// it, --target "$URL" would mean the built-in inbox where URL is not set, and the
// command would succeed without a delivery to the target. The command that exec runs
// may have blank arguments.
func checkGiven(cmd *cobra.Command, args []string) error {
	var errs []error
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if err := checkValues(f); err != nil {
			errs = append(errs, fmt.Errorf("--%s: %w", f.Name, err))
		}
	})
	for i, arg := range args {
		if named := i < len(argumentNames(cmd)); isBlank(arg) && (i == 0 || named) && !cmd.DisableFlagParsing { // completion passes words as they are typed
			errs = append(errs, fmt.Errorf("%sargument %d is empty; is a variable not set?", prefix(cmd), i+1))
		}
	}
	return errors.Join(errs...)
}

// checkValues returns the error of the values of a flag. A value of a flag is more
// than blanks, and each URL in it has a host, and a port if it has a colon for one.
func checkValues(f *pflag.Flag) error {
	values := []string{f.Value.String()}
	if list, ok := f.Value.(pflag.SliceValue); ok {
		values = list.GetSlice()
	}
	if len(values) == 0 {
		return errBlank
	}
	for _, value := range values {
		if isBlank(value) {
			return errBlank
		}
		for word := range strings.FieldsSeq(value) {
			u, err := url.Parse(word)
			if err == nil && strings.Contains(word, "://") && (u.Hostname() == "" || strings.HasSuffix(u.Host, ":")) {
				return fmt.Errorf("%s: %w", word, errURL)
			}
		}
	}
	return nil
}

func isBlank(value string) bool { return strings.TrimSpace(value) == "" }
