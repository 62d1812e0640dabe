package view

import (
	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// How many days are kept: planned days are about 10 kB, facts a little more than 1 kB;
// and how many menstrual cycles, of a few kB.
const (
	keepPlans  = 512
	keepFacts  = 8192
	keepCycles = 1024
)

// A Cache keeps recently computed days. It changes no value, since every entry can
// be computed again.
type Cache struct {
	plans  *lru.Cache[dayKey, *body.Day]
	facts  *lru.Cache[dayKey, *facts]
	cycles *lru.Cache[dayKey, *tracked] // by the day on which they begin
}

// dayKey identifies a day of a persona as measured by a device of a provider; ""
// means the day itself.
type dayKey struct {
	persona  *body.Persona
	provider string
	second   bool
	date     vital.Date
}

// NewCache returns an empty cache.
func NewCache() *Cache {
	plans, err := lru.New[dayKey, *body.Day](keepPlans)
	if err != nil {
		panic(err) // only for a size below one
	}
	f, err := lru.New[dayKey, *facts](keepFacts)
	if err != nil {
		panic(err)
	}
	cycles, err := lru.New[dayKey, *tracked](keepCycles)
	if err != nil {
		panic(err)
	}
	return &Cache{plans: plans, facts: f, cycles: cycles}
}

// plan returns the person's day, independent of the device.
func (l *Lens) plan(d vital.Date) *body.Day {
	key := dayKey{persona: l.Persona, date: d}
	if day, ok := l.cache.plans.Get(key); ok {
		return day
	}
	day := l.Persona.Day(d)
	l.cache.plans.Add(key, day)
	return day
}

// facts returns the facts of the device on the day.
func (l *Lens) facts(d vital.Date) *facts {
	key := dayKey{l.Persona, l.Profile.Slug, l.second, d}
	if f, ok := l.cache.facts.Get(key); ok {
		return f
	}
	f := l.makeFacts(d)
	l.cache.facts.Add(key, f)
	return f
}
