package scenario

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// The data that an application should show depends on the seed and the start, so
// an expectation can refer to what the API returns at that moment: in its JSON
// the text "=count sleep" means the number of records or samples of a resource,
// and "=latest activity.steps" means a field of the newest record.
const (
	truthCount  = "=count "
	truthLatest = "=latest "
)

// checkTruths reports invalid references to data of the API.
func (r *reader) checkTruths(key string, v any, user string) {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			r.checkTruths(key, v[name], user)
		}
	case []any:
		for _, item := range v {
			r.checkTruths(key, item, user)
		}
	case string:
		if !strings.HasPrefix(v, "=") {
			return
		}
		resource, _, known := parseTruth(v)
		switch {
		case !known:
			r.Errorf(key, `%s: want "=count RESOURCE" or "=latest RESOURCE.FIELD"`, node.Quote(v))
		case !slices.Contains(r.p.catalog.KnownResources, resource):
			r.Errorf(key, "%s: unknown resource%s", node.Quote(v), node.Suggest(resource, r.p.catalog.KnownResources))
		case user == "":
			r.Errorf(key, "%s is about a user; name it beside json, as in user: %s", node.Quote(v), first(r.p.state.users))
		}
	}
}

func first(names []string) string {
	if len(names) == 0 {
		return "ada"
	}
	return names[0]
}

// parseTruth splits "=latest activity.steps" into resource and field.
func parseTruth(text string) (resource, field string, ok bool) {
	if rest, isCount := strings.CutPrefix(text, truthCount); isCount {
		return rest, "", !strings.ContainsAny(rest, " .")
	}
	rest, isLatest := strings.CutPrefix(text, truthLatest)
	resource, field, dotted := strings.Cut(rest, ".")
	return resource, field, isLatest && dotted && field != ""
}

// resolveTruths returns v with each reference replaced by what the API returns now.
func (p *player) resolveTruths(v any, user string) (any, error) {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, item := range v {
			filled, err := p.resolveTruths(item, user)
			if err != nil {
				return nil, err
			}
			out[key] = filled
		}
		return out, nil
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			filled, err := p.resolveTruths(item, user)
			if err != nil {
				return nil, err
			}
			out[i] = filled
		}
		return out, nil
	case string:
		if strings.HasPrefix(v, "=") {
			return p.truth(v, user)
		}
	}
	return v, nil
}

// truth returns what a reference refers to.
func (p *player) truth(text, user string) (any, error) {
	name, field, _ := parseTruth(text)
	resource, _ := vital.ResourceNamed(name)
	count, latest, err := p.team.Readable(user, resource)
	if err != nil {
		return nil, fmt.Errorf("find out %s of %s: %w", text, user, err)
	}
	if field == "" {
		return count, nil
	}
	v, err := decode(latest)
	if err != nil {
		return nil, fmt.Errorf("find out %s of %s: there is no record yet", text, user)
	}
	for part := range strings.SplitSeq(field, ".") {
		object, _ := v.(map[string]any) // nil for anything else, which has no part
		value, ok := object[part]
		if !ok {
			return nil, fmt.Errorf("find out %s of %s: the record has no %s", text, user, part)
		}
		v = value
	}
	if number, ok := v.(json.Number); ok {
		return number.Float64()
	}
	return v, nil
}
