package view

import (
	"slices"
	"strconv"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// People replace a device now and then and update its software more often: each
// once in a block of days, on a day that depends on the block alone.
const (
	replacedEvery = 900 // days
	updatedEvery  = 240
)

// referenceDate is the date on which everybody has the first device of its line,
// which has no number.
const referenceDate vital.Date = 20454 // 2026-01-01

// A Gadget is a device as the provider reports it, with the inputs of its id.
type Gadget struct {
	vital.Device
	Rev Rev
}

// turn returns how often something that happens once in a block of days has happened
// between referenceDate and d, and the date of the last time.
func (l *Lens) turn(what string, every, d vital.Date) (n int, last vital.Date) {
	count := func(d vital.Date) (int64, vital.Date) {
		block := floorDiv(int64(d), int64(every))
		for {
			r := l.seed.Child(what).At(block).Stream()
			if day := vital.Date(block)*every + vital.Date(r.Int(int(every))); day <= d {
				return block, day
			}
			block--
		}
	}
	now, last := count(d)
	then, _ := count(referenceDate)
	return int(now - then), last
}

// worn returns the person's name for the device in use on d and since when it is in
// use; the zero date if it is the first one. A phone has no such name.
func (l *Lens) worn(d vital.Date) (name string, since vital.Date) {
	if l.second {
		return "", 0
	}
	return l.Persona.Worn(d)
}

// gadget returns the device in use on d; false if the provider reports none, like
// Strava. A device that sources of data name is never replaced, since a source is
// the same for all days.
func (l *Lens) gadget(d vital.Date) (g Gadget, ok bool) {
	m := l.model
	if m.Maker == "" {
		return g, false
	}
	number, version := l.seed.Child("device"), l.seed.Child("device version")
	if m.DeviceID == "" {
		if n, since := l.turn("new device", replacedEvery, d); n != 0 {
			number, version, g.Rev.Date = number.At(int64(n)), version.At(int64(n)), since
		}
		if name, since := l.worn(d); since != 0 {
			number, version, g.Rev.Date = number.Child(name), version.Child(name), max(since, g.Rev.Date)
		}
	}
	updates, _ := l.turn("device updated", updatedEvery, d)
	r := version.Stream()
	major, minor := 1+r.Int(9), r.Int(10)
	if l.second {
		g.Rev.Ordinal = companionOrdinal
	}
	faker := number.Faker()
	g.Device = vital.Device{
		Provider: l.Profile.Slug, SourceType: l.source().Type,
		DeviceManufacturer: vital.Val(m.Maker), DeviceModel: vital.Val(m.Model),
		DeviceVersion: vital.Val(strconv.Itoa(major) + "." + strconv.Itoa(max(minor+updates, 0))),
		DeviceID:      vital.Val(faker.Regex("[0-9A-F]{12}")),
	}
	return g, true
}

// Devices returns those that the provider tells of and that were in use between two
// instants, of each kind the newest last, without ids where they are generated. What is told
// of one is as of its last day.
func (l *Lens) Devices(from, to int64) (list []Gadget) {
	if l.recording != nil {
		if listed := l.recording.Devices(); len(listed) > 0 || l.alone() {
			for i, d := range listed {
				list = append(list, Gadget{d, Rev{Ordinal: i}})
			}
			return list
		}
	}
	list = l.succession(l.Persona.DateAt(from), l.Persona.DateAt(to))
	if second, ok := l.companion(); ok {
		list = append(list, second.succession(l.Persona.DateAt(from), l.Persona.DateAt(to))...)
	}
	return list
}

// succession returns the devices in the order in which they were replaced.
func (l *Lens) succession(first, last vital.Date) (list []Gadget) {
	for d := last; ; {
		g, ok := l.gadget(d)
		if !ok {
			return nil
		}
		list = append(list, g)
		_, since := l.turn("new device", replacedEvery, d)
		if _, worn := l.worn(d); worn > since {
			since = worn
		}
		if since <= first || l.model.DeviceID != "" {
			slices.Reverse(list)
			return list
		}
		d = since - 1
	}
}

// source returns the provider's device as a source of data (vital.md 4.1).
func (l *Lens) source() vital.Source { return l.sourceOf(l.model.DeviceID == provider.EveryID) }

// recordSource returns the source of a record, which also names the app.
func (l *Lens) recordSource() vital.Source { return l.byApp(l.source()) }

// sessionSource returns the source of workouts and sleep.
func (l *Lens) sessionSource() vital.Source { return l.byApp(l.sourceOf(l.model.DeviceID != "")) }

// byApp returns a source of records with the app that has written them.
func (l *Lens) byApp(s vital.Source) vital.Source {
	if app, ok := l.Profile.AppIDs[s.Type]; ok {
		if strings.Contains(app, "{device}") {
			app = strings.ReplaceAll(app, "{device}", strings.ToUpper(l.seed.Child("app id").Faker().UUID()))
		}
		s.AppID = vital.Val(app)
	}
	return s
}

func (l *Lens) sourceOf(named bool) vital.Source {
	s := l.Profile.Source(l.model.Type)
	if named && l.ids != nil {
		s.DeviceID = vital.Val(l.RecordID(vital.ResourceDevice, Rev{}))
	}
	return s
}
