package record

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A found user has an id and a list of the providers it is connected to.
type found struct {
	id     string
	linked []string
}

// user finds a user by its id, or else by its client_user_id, which may also
// look like an id.
func (c *client) user(ctx context.Context, name string) (found, error) {
	if isUUID(name) {
		u, err := c.userAt(ctx, "/v2/user/"+name)
		if status, _ := absent(err); status != http.StatusNotFound {
			return u, err
		}
	}
	u, err := c.userAt(ctx, "/v2/user/resolve/"+url.PathEscape(name))
	if e, ok := errors.AsType[*answerError](err); ok && e.status == http.StatusNotFound && e.detail != "" {
		err = fmt.Errorf("%w; want a user id or a client_user_id of the key's team", err)
	}
	return u, err
}

// isUUID reports whether s is a UUID in the form that Vital uses.
func isUUID(s string) bool { return len(s) == 36 && uuid.Validate(s) == nil }

func (c *client) userAt(ctx context.Context, path string) (found, error) {
	raw, err := c.get(ctx, path, nil)
	if err != nil {
		return found{}, err
	}
	var answer struct {
		UserID           vital.ID `json:"user_id"`
		ConnectedSources []struct {
			Provider struct {
				Slug string `json:"slug"`
			} `json:"provider"`
		} `json:"connected_sources"`
	}
	if json.Unmarshal(raw, &answer) != nil || answer.UserID == (vital.ID{}) {
		return found{}, notVital(path, "the response is not a user")
	}
	u := found{id: answer.UserID.String()}
	for _, s := range answer.ConnectedSources {
		if slug := s.Provider.Slug; slug != "" && !slices.Contains(u.linked, slug) {
			u.linked = append(u.linked, slug)
		}
	}
	return u, nil
}

const (
	margin  = 2   // days read beyond both ends of the known range: dates are local, bounds are UTC
	history = 365 // days read if the upstream does not report a range
)

// statistics are the bounds that introspection reports for a resource of a
// provider.
type statistics struct {
	OldestData string `json:"oldest_data"`
	NewestData string `json:"newest_data"`
}

// introspect finds out which resources there are and which days to read. If
// the upstream cannot tell, the defaults apply.
func (r *recorder) introspect(ctx context.Context, today vital.Date) error {
	from, to := today-history, today
	listed := map[string]bool{}
	var oldest []vital.Date
	var unlinked []string // disconnected providers, whose data stay readable
	err := r.client.pages(ctx, "/v2/introspect/resources", url.Values{"user_id": {r.user}}, func(raw json.RawMessage) error {
		var page struct {
			Data []struct {
				UserID   string                           `json:"user_id"`
				Provider map[string]map[string]statistics `json:"provider"`
			} `json:"data"`
		}
		if err := json.Unmarshal(raw, &page); err != nil {
			return err
		}
		for _, row := range page.Data {
			if !strings.EqualFold(row.UserID, r.user) {
				continue
			}
			for provider, resources := range row.Provider {
				if !slices.Contains(r.linked, provider) {
					unlinked = append(unlinked, provider)
				}
				for name, s := range resources {
					listed[name] = true
					if d, ok := day(s.OldestData); ok {
						oldest = append(oldest, d)
					}
					if d, ok := day(s.NewestData); ok {
						to = max(to, d)
					}
				}
			}
		}
		return nil
	})
	switch {
	case ctx.Err() != nil:
		return err
	case err != nil:
		r.notes = append(r.notes, fmt.Sprintf("introspection failed, so only resources with data in the last %d days are written: %v", history, err))
	default:
		r.listed = listed
	}
	if len(oldest) > 0 {
		from = slices.Min(oldest)
	}
	slices.Sort(unlinked) // maps have no order
	r.linked = append(r.linked, slices.Compact(unlinked)...)
	r.providers = slices.Clone(r.linked)
	r.from, r.to = from-margin, to+margin
	return nil
}

// day returns the date, in UTC, of an instant.
func day(instant string) (vital.Date, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, instant); err == nil {
			return vital.DateOf(t.UTC()), true
		}
	}
	return 0, false
}
