// Package record reads one user through the public REST API of Vital or of a
// simulator and writes the responses as a fixture folder:
//
//	fixture.yaml                         about, provider, time_zone, dates
//	profile.json                         an object, or an array of them for several providers
//	devices.json                         an array
//	summary/<path>.json                  {"<envelope>":[…]}
//	timeseries/<path>.json               {"groups":{"<slug>":[{"source":…,"data":[…]}]},…}, all pages in one
//	workouts/<id>/stream.json            columns
//	sleep/<id>/stream.json               lists of samples
//	raw/<resource>.json                  {"<resource>":[…]}, if Config.Raw is set
//
// The files are also meant for people: after the envelope, each record, sample
// or column has a line of its own. Numbers, strings and the order of keys are
// unchanged.
package record

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/network"
)

// Config says which user to record, from where and to where. Upstream, Key,
// User and Dir are required.
type Config struct {
	// Client sends the requests. Nil means one with a timeout of two minutes.
	// Redirects are never followed, because they would take the key along.
	Client *http.Client
	// Upstream is the base URL, such as https://api.sandbox.tryvital.io.
	Upstream string
	// Key is the API key of a team, sent as x-vital-api-key.
	Key string
	// User is a user id or a client_user_id.
	User string
	// Dir is the folder to write. It is created or changed only when everything
	// has been read.
	Dir string
	// Scrub makes the recording anonymous; see scrubber.
	Scrub bool
	// Raw also records the data that the providers sent. Scrub knows little about
	// its form: names and places in it stay.
	Raw bool
	// Overwrite allows a folder that is not empty. The files of an earlier
	// recording are replaced, other files stay.
	Overwrite bool
	// Now returns the time of the wall clock, which determines the end of the
	// range and the pause of a Retry-After date. Nil means the machine's clock.
	Now func() time.Time
	// Wait waits between attempts until ctx ends. Nil means the machine's clock.
	Wait func(ctx context.Context, d time.Duration) error
	// Progress, if not nil, is called with a line for each file as it is written.
	Progress func(string)
}

// A Summary describes a finished recording.
type Summary struct {
	Files     []File
	Providers []string // slugs: first of the connections, then of other sources of data
	Notes     []string // sentences for people, such as which resources were skipped
}

// A File is one file of the folder. Records counts its records, samples or
// moments of a stream; it is zero for fixture.yaml.
type File struct {
	Name    string // relative to the folder, with slashes; ids in it are scrubbed
	Records int
}

// User records a user. A resource for which the upstream responds 404 or 501
// gets a note and no file. On an error the folder is left unchanged.
func User(ctx context.Context, c Config) (Summary, error) {
	c, err := c.withDefaults()
	if err != nil {
		return Summary{}, fmt.Errorf("record user: %w", err)
	}
	summary, err := c.record(ctx)
	if err != nil {
		return Summary{}, fmt.Errorf("record user %q: %w", c.User, err)
	}
	return summary, nil
}

func (c Config) record(ctx context.Context) (_ Summary, err error) {
	f, err := openFolder(c.Dir, c.Overwrite, c.Progress)
	if err != nil {
		return Summary{}, err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	r := &recorder{client: newClient(c), folder: f, skipped: map[int][]string{}, zones: map[string]int{}, withRaw: c.Raw}
	if err := r.begin(ctx, c); err != nil {
		return Summary{}, err
	}
	for _, read := range []func(context.Context) error{r.profile, r.devices, r.summaries, r.timeseries, r.raw} {
		if err := read(ctx); err != nil {
			return Summary{}, err
		}
	}
	if err := r.fixture(); err != nil {
		return Summary{}, err
	}
	if err := f.commit(); err != nil {
		return Summary{}, err
	}
	return Summary{Files: f.files, Providers: r.providers, Notes: append(r.notes, r.skipNotes()...)}, nil
}

// withDefaults fills empty fields and reports all errors in the others.
func (c Config) withDefaults() (Config, error) {
	var errs []error
	u, ok := network.ParseURL(c.Upstream)
	if !ok || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		errs = append(errs, errors.New("upstream: want a base URL such as https://api.sandbox.tryvital.io"))
	}
	c.Upstream = strings.TrimRight(c.Upstream, "/")
	if c.Key == "" {
		errs = append(errs, errors.New("key: want the API key of a team, such as sk_us_…"))
	}
	if c.User == "" {
		errs = append(errs, errors.New("user: want a user id or a client_user_id"))
	}
	if c.Dir == "" {
		errs = append(errs, errors.New("folder: want a folder to write to"))
	}
	if c.Now == nil {
		c.Now = clock.System.Now
	}
	if c.Wait == nil {
		c.Wait = clock.System.Sleep
	}
	if c.Progress == nil {
		c.Progress = func(string) {}
	}
	return c, errors.Join(errs...)
}
