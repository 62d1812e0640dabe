package simulator

import (
	"errors"
	"fmt"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
)

// ParseTargets reads endpoints from words: each URL begins one, and the event
// types that follow are what it wants, with * for any run of characters. One
// without event types wants all.
//
//	http://127.0.0.1:3000/webhooks daily.data.sleep.* http://127.0.0.1:4000/
func ParseTargets(text string) ([]Endpoint, error) {
	var out []Endpoint
	var errs []error
	known := catalog.EventTypes()
	for _, word := range strings.Fields(text) {
		if strings.Contains(word, "://") {
			out = append(out, Endpoint{URL: word})
			continue
		}
		if len(out) == 0 {
			errs = append(errs, fmt.Errorf("%q begins no URL; want one such as http://127.0.0.1:3000/webhooks, and event types after it", word))
			continue
		}
		matched := typesLike(word, known)
		out[len(out)-1].FilterTypes = append(out[len(out)-1].FilterTypes, matched...)
		if matched == nil {
			errs = append(errs, fmt.Errorf("%q is neither a URL nor an event type%s (vitalsim list events shows them)", word, near.Hint(word, known)))
		}
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return out, nil
}
