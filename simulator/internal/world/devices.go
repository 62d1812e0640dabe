package world

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/event"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// devices returns the connection's devices as of an instant, if the provider
// reports any: those in use since the connection was first linked.
func (w *World) devices(u *user, c *connection, at int64) []vital.Device {
	if at == 0 {
		return nil
	}
	lens := c.lens(u)
	var listed []vital.Device
	for _, g := range lens.Devices(c.Sessions[0].From, at) {
		g.UserID, g.ID = u.id, c.recordID(u, vital.ResourceDevice, g.Rev)
		listed = append(listed, g.Device)
	}
	return listed
}

// deviceEvents appends events for the connection's devices that are new or have
// changed since the sync before.
func (w *World) deviceEvents(changes []Change, at, since int64, u *user, c *connection) []Change {
	before := w.devices(u, c, since)
	for _, d := range w.devices(u, c, at) {
		eventType := vital.EventDeviceCreated
		if i := slices.IndexFunc(before, func(old vital.Device) bool { return old.ID == d.ID }); i >= 0 {
			if before[i] == d {
				continue
			}
			eventType = vital.EventDeviceUpdated
		}
		revision := d.ID.String()
		if eventType == vital.EventDeviceUpdated {
			revision += " " + d.DeviceVersion.V
		}
		changes = w.event(changes, at, u, eventType, revision, d, event.Carries{
			Provider: c.profile.Slug, RecordID: d.ID.String(), Summary: d.DeviceManufacturer.V + " " + d.DeviceModel.V,
		})
	}
	return changes
}

// Devices returns the devices that the user's connections have reported.
func (w *World) Devices(id vital.ID) ([]vital.Device, error) {
	s, err := w.snapshot(id)
	if err != nil {
		return nil, err
	}
	devices := []vital.Device{}
	for _, c := range s.connections {
		devices = append(devices, w.devices(s.user, c, c.LastSync)...)
	}
	return devices, nil
}
