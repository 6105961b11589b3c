package proxmox

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

func deleteGuest(r *request) (any, error) {
	found, err := r.findGuest("VM.Allocate")
	if err != nil {
		return nil, err
	}

	if found.config["protection"] == "1" {
		return nil, refuse("can't remove VM %d - protection mode enabled", found.id)
	}

	purge, err := r.flag("purge")
	if err != nil {
		return nil, err
	}

	unreferenced, err := r.flag("destroy-unreferenced-disks")
	if err != nil {
		return nil, err
	}

	if !purge && r.server.managed(found.id) {
		return nil, refuse("unable to remove VM %d - used in HA resources and purge parameter not set.", found.id)
	}

	return r.startOn(found, "qmdestroy", r.server.locked(func(*task) error {
		return r.server.destroy(found, purge, unreferenced)
	})), nil
}

// destroy removes a guest with its disks. The caller holds the lock.
func (s *Server) destroy(found *guest, purge, unreferenced bool) error {
	if s.guests[found.id] != found {
		return errors.New(found.configFile())
	}

	if s.isOn(found) {
		return fmt.Errorf("VM %d is running - destroy failed", found.id)
	}

	referenced := strings.Join(slices.Collect(maps.Values(found.config)), ",") + ","

	for _, owned := range s.volumesOf(found) {
		if unreferenced || strings.Contains(referenced, owned.id()+",") {
			owned.store.remove(owned)
		}
	}

	if found.racked {
		s.dependencies.Rack.Remove(found.machine)
	}

	delete(s.guests, found.id)

	if purge {
		s.unmanage(found.id)
		s.forgetInBackups(found.id)
		s.revoke(func(given grant) bool { return given.path == found.path() })
	}

	return nil
}
