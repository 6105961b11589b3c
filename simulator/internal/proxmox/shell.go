package proxmox

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// VolumePath is `pvesm path`: where a host has a volume.
func (s *Server) VolumePath(host, id string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()

	found, err := s.findVolume(host, id)
	if err != nil {
		return "", err
	}

	return found.path(), nil
}

// ImportDisk is `qm disk import`: it makes a disk of a file of the host and leaves it unused; the text is its output.
func (s *Server) ImportDisk(host string, vmID int, path, storage, format string) (string, error) {
	release, err := s.hold(s.ctx, vmID)
	if err != nil {
		return "", err
	}

	defer release()

	s.mu.Lock()
	defer s.mu.Unlock()

	found, err := s.findFree(host, vmID)
	if err != nil {
		return "", err
	}

	source := s.volumeAt(host, path)
	if source == nil {
		return "", fmt.Errorf("source '%s' is not a valid file nor block device", path)
	}

	target, err := s.findStore(host, storage)
	if err != nil {
		return "", err
	}

	output := fmt.Sprintf("importing disk '%s' to VM %d ...\n", path, vmID)

	if format != "raw" && !storageTypes[target.kind].files {
		output += fmt.Sprintf("format '%s' is not supported by the target storage - using 'raw' instead\n", format)
		format = "raw"
	}

	made, err := target.allocate(vmID, "disk", format, source.diskBytes())
	if err != nil {
		return output, err
	}

	made.image = source.image

	return output + fmt.Sprintf("%s: successfully imported disk '%s'\n", found.keepUnused(made), made.id()), nil
}

// SetOptions is `qm set`: it changes settings as root; the text is its output.
func (s *Server) SetOptions(host string, vmID int, settings map[string]string) (string, error) {
	release, err := s.hold(s.ctx, vmID)
	if err != nil {
		return "", err
	}

	defer release()

	s.mu.Lock()
	defer s.mu.Unlock()

	found, err := s.findFree(host, vmID)
	if err != nil {
		return "", err
	}

	change := update{set: map[string]string{}}
	output := ""

	for _, name := range slices.Sorted(maps.Keys(settings)) {
		one, known := findOption(name)
		if !known || one.kind != drive || strings.HasPrefix(name, "unused") {
			return "", fmt.Errorf("the option '%s' of qm set is not simulated; only drives are", name)
		}

		change.set[name] = settings[name]
		output += fmt.Sprintf("update VM %d: -%s %s\n", vmID, name, settings[name])
	}

	return output, s.configure(found, change)
}

func (s *Server) findFree(host string, id int) (*guest, error) {
	found, err := s.findGuest(host, id)
	if err != nil {
		return nil, err
	}

	return found, found.free()
}

// volumeAt returns the volume that a host has at a path, or nil.
func (s *Server) volumeAt(host, path string) *volume {
	for _, one := range s.stores[host] {
		for _, held := range one.volumes {
			if held.path() == path {
				return held
			}
		}
	}

	return nil
}
