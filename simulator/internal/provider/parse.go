package provider

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/vital"
	"gopkg.in/yaml.v3"
)

const file = "providers.yaml"

// parse reads the file, fills in its defaults and reports all errors in it.
func parse(text []byte) ([]*Profile, error) {
	var list []*Profile
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&list); err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	var problems []error
	c := checker{resources: set(vital.ResourceEnum()), sourceTypes: set(vital.SourceTypes()), seen: map[string]bool{}, numbers: map[Number]string{}}
	for i, p := range list {
		if p == nil {
			problems = append(problems, fmt.Errorf("read %s: entry %d is empty", file, i+1))
			continue
		}
		if p.History == "" {
			p.History = Pull
		}
		if len(p.SourceTypes) == 0 {
			p.SourceTypes = []string{"unknown"}
		}
		for _, err := range c.check(p) {
			problems = append(problems, fmt.Errorf("read %s: provider %q: %w", file, p.Slug, err))
		}
		p.resolve()
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return list, nil
}

type checker struct {
	resources, sourceTypes, seen map[string]bool
	numbers                      map[Number]string // slug by number
}

func (c checker) check(p *Profile) (problems []error) {
	add := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }
	words := func(key string, known map[string]bool, words []string) {
		for i, w := range words {
			if !known[w] {
				add("%s: unknown %q%s", key, w, near.Hint(w, keys(known)))
			}
			if slices.Contains(words[:i], w) {
				add("%s: duplicate %q", key, w)
			}
		}
	}
	if p.Slug == "" || p.Name == "" {
		add("slug and name are required")
	}
	if c.seen[p.Slug] {
		add("duplicate slug")
	}
	c.seen[p.Slug] = true
	if first, taken := c.numbers[p.Number]; p.Number == 0 {
		add("number: missing; a new provider takes the next free one")
	} else if p.Number > MaxNumber {
		add("number: %d is too large; ids have room for numbers up to %d", p.Number, MaxNumber)
	} else if taken {
		add("number: %d belongs to %q", p.Number, first)
	} else {
		c.numbers[p.Number] = p.Slug
	}
	words("auth_type", authTypes, []string{p.AuthType})
	words("kind", kinds, []string{string(p.Kind)})
	words("history", histories, []string{string(p.History)})
	words("offset", offsets, []string{string(p.Offset)})
	words("source_types", c.sourceTypes, p.SourceTypes)
	words("app_ids", set(p.SourceTypes), keys(p.AppIDs))
	words("resources", c.resources, p.Resources)
	supplied := set(p.Resources)
	words("history_only", supplied, p.HistoryOnly)
	words("backfill", supplied, keys(p.Backfill))
	words("assumed", assumable, p.Assumed)
	if p.Device != nil {
		p.Device.complete(add)
		words("device.without", supplied, p.Device.Without)
		if supplied["electrocardiogram"] && !slices.Contains(p.Device.Without, "electrocardiogram") && p.Device.ECG.Hertz == 0 {
			add("device.ecg.hertz: required, because electrocardiograms are supplied")
		}
		for _, typ := range []string{p.Device.Type, p.Device.Weighing} {
			if typ != "" {
				words("device source type", c.sourceTypes, []string{typ})
			}
		}
		words("device.sources", supplied, keys(p.Device.Sources))
		for _, resource := range keys(p.Device.Sources) {
			words("device.sources."+resource, c.sourceTypes, p.Device.Sources[resource])
		}
		if supplied["glucose"] && len(p.Device.Sources["glucose"]) == 0 && !slices.Contains(p.Device.Without, "glucose") {
			add("device.sources: glucose: want %s, %s, %s or %s", Automatic, ManualScan, Fingerprick, OtherApp)
		}
	}
	if p.Device != nil && len(p.Device.Measured) > 0 {
		add("device.measures: only for companions; a device measures all resources except those in without")
	}
	if second := p.Companion; second != nil {
		second.complete(func(format string, args ...any) { add("companion: "+format, args...) })
		words("companion.measures", supplied, second.Measured)
		words("companion.type", c.sourceTypes, []string{second.Type})
		if len(second.Measured) == 0 || p.Device == nil || second.Type == cmp.Or(p.Device.Type, p.DeviceType()) {
			add("companion: want a device, measures, and a source type other than the device's")
		}
	}
	for resource, days := range p.Backfill {
		if days <= 0 {
			add("backfill: %s: want a number of days", resource)
		}
	}
	if p.Days < 0 {
		add("backfill_days: want a number of days")
	}
	if (p.History == Partial) != (len(p.HistoryOnly) > 0) {
		add("history: partial and history_only require each other")
	}
	return problems
}

var (
	authTypes = set([]string{"oauth", "team_oauth", "password", "email", "sdk", ""})
	kinds     = set([]string{string(Cloud), string(SDK), string(BLE)})
	assumable = set([]string{"resources", "backfill_days", "auth_type", "kind", "history", "source_types", "device", "companion", "app_ids"})
	offsets   = set([]string{string(KnownOffset), string(FallbackOffset), string(NoOffset)})
	histories = set([]string{string(Pull), string(Trickle), string(Partial), string(NoPull)})
)

func set(words []string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
