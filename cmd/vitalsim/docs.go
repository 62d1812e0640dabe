package main

import (
	"fmt"
	"io"
	"regexp"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/docs"
)

func newDocs() *cobra.Command {
	return &cobra.Command{
		Use:   "docs [PAGE]",
		Short: "List the pages of the documentation, or print one",
		Long: `docs prints a page of the documentation as Markdown. Without an argument it lists
the pages. The pages are part of the binary, so they describe exactly this version.`,
		Example: `  vitalsim docs
  vitalsim docs faults
  vitalsim docs control-api | less`,
		Args: atMostOneArg("page", "vitalsim docs lists them"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return listPages(cmd.OutOrStdout())
			}
			page, ok := docs.Find(args[0])
			if !ok {
				return fmt.Errorf("docs: there is no page %q%s (vitalsim docs lists the pages)", args[0], catalog.DidYouMean(args[0], pageNames()))
			}
			_, err := io.WriteString(cmd.OutOrStdout(), withoutComments(page.Text))
			return err
		},
	}
}

func pageNames() (names []string) {
	for _, p := range docs.Pages() {
		names = append(names, p.Name)
	}
	return names
}

// listPages prints each page's name with its summary.
func listPages(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, p := range docs.Pages() {
		fmt.Fprintf(t, "%s\t%s\n", p.Name, p.Summary)
	}
	return t.Flush()
}

var comment = regexp.MustCompile(`(?s)<!--.*?-->\n?`)

// withoutComments returns Markdown without its HTML comments, which are notes
// for the tests and invisible when Markdown is rendered.
func withoutComments(markdown string) string {
	return comment.ReplaceAllString(markdown, "")
}
