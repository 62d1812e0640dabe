package main

import (
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A completion says how a shell completes a value. It needs no running simulator.
type completion struct {
	words   func() []string // nil for none
	list    bool            // the value has several words with commas between
	files   bool            // the value may be a file
	folders bool            // the value may be a folder
}

// argumentCompletions holds the completions of arguments by the name that the usage
// of a command has for them.
var argumentCompletions = map[string]completion{
	"EVENT":    {words: catalog.EventTypes},
	"PROVIDER": {words: providerSlugs},
	"RESOURCE": {words: resourceNames},
	"SCENARIO": {words: simulator.ScenarioNames, files: true},
	"PAGE":     {words: pageNames},
	"DIR…":     {words: simulator.FixtureNames, folders: true},
	"FILE":     {files: true},

	"USER": {}, "FIELD=VALUE…": {}, "SVIX_ID": {}, "ID": {}, "NAME": {}, "URL": {}, "FAULT": {}, "DURATION": {}, "FACTOR": {},
}

// flagCompletions holds the completions of the values of flags, by the name of the
// flag. One that is meant for a single command has the name of the command before it.
var flagCompletions = map[string]completion{
	"answered":        {words: words("2xx", "failed", "any")},
	"color":           {words: words(colours...)},
	"data":            {files: true},
	"error-type":      {words: vital.ConnectionErrorTypes},
	"fail-on":         {words: words(failOnUndelivered, failOnNone)},
	"filter-types":    {words: allOrEventTypes, list: true},
	"fixture":         {words: simulator.FixtureNames, folders: true},
	"fixtures":        {folders: true},
	"junit":           {files: true},
	"keys":            {words: words("any", "listed")},
	"log-format":      {words: words("text", "json", "none")},
	"method":          {words: words("GET", "POST", "PATCH", "PUT", "DELETE")},
	"out":             {folders: true},
	"persona":         {words: simulator.Personas, files: true},
	"provider":        {words: providerSlugs},
	"requests status": {words: words("2xx", "3xx", "4xx", "5xx", "0")},
	"resources":       {words: resourceNames, list: true},
	"scenario":        {words: simulator.ScenarioNames, files: true},
	"status":          {words: words("pending", "success", "fail", "unwanted")},
}

func words(all ...string) func() []string { return func() []string { return all } }

func providerSlugs() (slugs []string) {
	for _, p := range catalog.Providers() {
		slugs = append(slugs, p.Slug)
	}
	return slugs
}

func resourceNames() (names []string) {
	for _, r := range vital.Resources {
		names = append(names, r.Name)
	}
	return names
}

func allOrEventTypes() []string { return append([]string{"all"}, catalog.EventTypes()...) }

// addCompletions lets shells complete the arguments and flags of all commands below
// a command.
func addCompletions(root *cobra.Command) {
	for _, cmd := range root.Commands() {
		addCompletions(cmd)
		if cmd.ValidArgs == nil && cmd.ValidArgsFunction == nil {
			cmd.ValidArgsFunction = completeArguments
		}
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if c, ok := completionOf(cmd, f.Name); ok {
				_ = cmd.RegisterFlagCompletionFunc(f.Name, func(_ *cobra.Command, _ []string, given string) ([]string, cobra.ShellCompDirective) {
					return c.complete(given)
				}) // which fails for an unknown flag alone
			}
		})
	}
}

// completionOf returns the completion of a flag.
func completionOf(cmd *cobra.Command, flag string) (completion, bool) {
	if c, ok := flagCompletions[cmd.Name()+" "+flag]; ok {
		return c, true
	}
	c, ok := flagCompletions[flag]
	return c, ok
}

// completeArguments completes the next argument of a command by its usage.
func completeArguments(cmd *cobra.Command, args []string, given string) ([]string, cobra.ShellCompDirective) {
	names := argumentNames(cmd)
	i := len(args)
	if n := len(names); n > 0 && i >= n && strings.HasSuffix(names[n-1], "…") {
		i = n - 1 // the last one may be repeated
	}
	if i >= len(names) {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return argumentCompletions[names[i]].complete(given)
}

var argumentName = regexp.MustCompile(`^\[?([A-Z][A-Z_=]*…?)\]?$`)

// argumentNames returns the names of the arguments in the usage of a command. It
// leaves out flags, and what follows them.
func argumentNames(cmd *cobra.Command) (names []string) {
	for _, word := range strings.Fields(cmd.Use)[1:] {
		m := argumentName.FindStringSubmatch(word)
		if m == nil {
			break
		}
		names = append(names, m[1])
	}
	return names
}

// complete returns the completions of what was given so far.
func (c completion) complete(given string) ([]string, cobra.ShellCompDirective) {
	directive := cobra.ShellCompDirectiveNoFileComp
	switch {
	case c.files:
		directive = cobra.ShellCompDirectiveDefault
	case c.folders && (c.words == nil || strings.ContainsAny(given, "./")):
		return nil, cobra.ShellCompDirectiveFilterDirs
	}
	if c.words == nil {
		return nil, directive
	}
	all := slices.Clone(c.words())
	if c.list {
		directive |= cobra.ShellCompDirectiveNoSpace
		before := given[:strings.LastIndex(given, ",")+1]
		for i := range all {
			all[i] = before + all[i]
		}
	}
	return slices.DeleteFunc(all, func(word string) bool { return !strings.HasPrefix(word, given) }), directive
}
