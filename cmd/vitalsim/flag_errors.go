package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/catalog"
)

// flagError returns the error of a flag in the words of a user: pflag's own errors
// name types and functions of Go.
func flagError(cmd *cobra.Command, err error) error {
	help := fmt.Sprintf("(%s --help explains the flags)", cmd.CommandPath())
	if wrong, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return fmt.Errorf("--%s %w %s", wrong.GetFlag().Name, valueError(err), help)
	}
	if bare, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return fmt.Errorf("--%s: a value is missing %s", bare.GetFlag().Name, help)
	}
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok && unknown.GetSpecifiedShortnames() == "" {
		name := unknown.GetSpecifiedName()
		return fmt.Errorf("%sunknown flag --%s%s %s", prefix(cmd), name, flagHint(cmd, name), help)
	}
	return fmt.Errorf("%s%w %s", prefix(cmd), err, help)
}

// valueError returns the error of a value that the type of its flag does not accept.
func valueError(err error) error {
	wrong, ok := errors.AsType[*pflag.InvalidValueError](err)
	if !ok {
		return err
	}
	want := map[string]string{
		"bool":     "true or false",
		"count":    "a whole number",
		"duration": "a duration with a unit, such as 500ms, 5s or 1m30s",
		"float64":  "a number",
		"int":      "a whole number",
	}[wrong.GetFlag().Value.Type()]
	if want == "" || errors.Is(err, errNotDecimal) {
		return fmt.Errorf("%q: %w", wrong.GetValue(), wrong.Unwrap())
	}
	return fmt.Errorf("%q: want %s", wrong.GetValue(), want)
}

// flagHint suggests a flag of the command that is spelled like an unknown one, or names
// the commands that have the flag.
func flagHint(cmd *cobra.Command, name string) string {
	var own []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { own = append(own, "--"+f.Name) })
	var others []string
	for _, other := range cmd.Root().Commands() {
		if other.Flags().Lookup(name) != nil {
			others = append(others, other.Name())
		}
	}
	if len(others) == 0 {
		return catalog.DidYouMean("--"+name, own)
	}
	slices.Sort(others)
	return fmt.Sprintf("; commands that have it: %s", strings.Join(others, ", "))
}

// flagOf names the flag that sets a field of a Config.
var flagOf = map[string]string{
	"APIKey":          "key",
	"ControlToken":    "control-token",
	"DeliveryTimeout": "delivery-timeout",
	"Endpoints":       "target",
	"Faults":          "fault",
	"ListedKeys":      "key",
	"ManagementKey":   "management-key",
	"MaxEventBytes":   "max-event-bytes",
	"PageSize":        "page-size",
	"PlaySpeed":       "speed",
	"PullDelay":       "pull-delay",
	"Secret":          "secret",
	"Speed":           "speed",
}

// inFlags returns the errors of a Config with the names of flags instead of fields.
func inFlags(err error) error {
	if wrong, ok := err.(*simulator.ConfigError); ok && flagOf[wrong.Field] != "" {
		text := strings.TrimPrefix(wrong.Err.Error(), "fault ")
		colon := ":"
		if strings.ContainsAny(text[:1], `"-0123456789`) { // the value
			colon = ""
		}
		return fmt.Errorf("--%s%s %s", flagOf[wrong.Field], colon, text)
	}
	switch wrapped := err.(type) {
	case interface{ Unwrap() []error }:
		var errs []error
		for _, one := range wrapped.Unwrap() {
			errs = append(errs, inFlags(one))
		}
		return errors.Join(errs...)
	case interface{ Unwrap() error }:
		if inner := errors.Unwrap(err); hasConfigError(inner) {
			return inFlags(inner)
		}
	}
	return err
}

func hasConfigError(err error) bool {
	_, ok := errors.AsType[*simulator.ConfigError](err)
	return ok
}
