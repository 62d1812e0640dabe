package world

import (
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// deviceResource stands for devices in ids; no resource of the table has it.
const deviceResource = 1<<resourceBits - 1

// device is the connection's device, if the provider tells of one.
func (w *World) device(u *user, c *connection) (vital.Device, bool) {
	lens := c.lens(u)
	d, ok := lens.Device()
	d.UserID = u.id
	d.ID = w.recordID(u, c, deviceResource, view.Rev{})
	return d, ok
}

// deviceEvent announces a connection's device with its first sync.
func (w *World) deviceEvent(changes []Change, at int64, u *user, c *connection) []Change {
	d, ok := w.device(u, c)
	if !ok {
		return changes
	}
	return w.event(changes, at, u, vital.EventDeviceCreated, d.ID.String(), d, Carries{
		Provider: c.profile.Slug, RecordID: d.ID.String(), Summary: d.DeviceManufacturer.V + " " + d.DeviceModel.V,
	})
}

// Devices are the devices that the user's connections have told of.
func (w *World) Devices(id vital.ID) ([]vital.Device, error) {
	s, err := w.snapshot(id)
	if err != nil {
		return nil, err
	}
	devices := []vital.Device{}
	for _, c := range s.connections {
		if d, ok := w.device(s.user, c); ok && c.lastSync > 0 {
			devices = append(devices, d)
		}
	}
	return devices, nil
}
