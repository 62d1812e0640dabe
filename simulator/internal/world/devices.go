package world

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// deviceResource stands for devices in ids; no resource of the table has it.
const deviceResource = 1<<resourceBits - 1

// devices are the connection's devices, if the provider tells of any.
func (w *World) devices(u *user, c *connection) []vital.Device {
	lens := c.lens(u)
	listed := slices.Clone(lens.Devices())
	for i := range listed {
		listed[i].UserID = u.id
		listed[i].ID = c.recordID(u, deviceResource, view.Rev{Ordinal: i})
	}
	return listed
}

// deviceEvents announce a connection's devices with its first sync.
func (w *World) deviceEvents(changes []Change, at int64, u *user, c *connection) []Change {
	for _, d := range w.devices(u, c) {
		changes = w.event(changes, at, u, vital.EventDeviceCreated, d.ID.String(), d, Carries{
			Provider: c.profile.Slug, RecordID: d.ID.String(), Summary: d.DeviceManufacturer.V + " " + d.DeviceModel.V,
		})
	}
	return changes
}

// Devices are the devices that the user's connections have told of.
func (w *World) Devices(id vital.ID) ([]vital.Device, error) {
	s, err := w.snapshot(id)
	if err != nil {
		return nil, err
	}
	devices := []vital.Device{}
	for _, c := range s.connections {
		if c.lastSync > 0 {
			devices = append(devices, w.devices(s.user, c)...)
		}
	}
	return devices, nil
}
