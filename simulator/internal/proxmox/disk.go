package proxmox

import (
	"errors"
	"fmt"
	"maps"
	"strings"
)

func resizeDisk(r *request) (any, error) {
	found, err := r.findGuest("VM.Config.Disk")
	if err != nil {
		return nil, err
	}

	name, size := r.value("disk"), r.value("size")
	if one, known := findOption(name); !known || one.kind != drive || strings.HasPrefix(name, "unused") {
		return nil, refuseParameter("disk", "value '%s' is no disk", name)
	}

	added, isMore := strings.CutPrefix(size, "+")

	bytes, err := parseBytes(added)
	if err != nil {
		return nil, refuseParameter("size", "%v", err)
	}

	if used, err := r.server.findVolume(found.host, volumeOf(found.config[name])); err == nil {
		if err := r.need("/storage/"+used.store.id, "Datastore.AllocateSpace"); err != nil {
			return nil, err
		}
	}

	return r.startOn(found, "resize", r.server.locked(func(*task) error {
		return r.server.resize(found, name, bytes, isMore)
	})), nil
}

// resize grows a disk; it never gets smaller. The caller holds the lock.
func (s *Server) resize(found *guest, name string, bytes int64, isMore bool) error {
	value := found.config[name]

	switch {
	case s.guests[found.id] != found:
		return errors.New(found.configFile())
	case value == "":
		return fmt.Errorf("disk '%s' does not exist", name)
	case isCDROM(value):
		return errors.New("you can't resize a cdrom")
	}

	used, err := s.findVolume(found.host, volumeOf(value))
	if err != nil {
		return err
	}

	if isMore {
		bytes += used.bytes
	}

	switch {
	case bytes < used.bytes:
		return errors.New("shrinking disks is not supported")
	case used.store.usedBytes()+bytes-used.bytes > used.store.bytes:
		return errors.New("no space left on device")
	}

	if other := s.userOf(used); other != nil && other != found && !s.isOn(found) && storageTypes[used.store.kind].files {
		return fmt.Errorf("command '/usr/bin/qemu-img resize' failed: Failed to get \"write\" lock: is another process using the image [%s]?", used.path())
	}

	used.bytes = bytes
	config := maps.Clone(found.config)

	for key, held := range config {
		if volumeOf(held) != used.id() || strings.HasPrefix(key, "unused") {
			continue
		}

		parsed, err := parseProperties(held, "file")
		if err != nil {
			return err
		}

		parsed["size"] = formatBytes(bytes)
		config[key] = parsed.print("file")
	}

	s.take(found, config)

	return nil
}

// userOf is a guest that runs with a volume.
func (s *Server) userOf(used *volume) *guest {
	for _, other := range s.guests {
		if other.booted == nil || !s.isOn(other) {
			continue
		}

		for _, held := range other.booted {
			if volumeOf(held) == used.id() {
				return other
			}
		}
	}

	return nil
}

func moveDisk(r *request) (any, error) {
	found, err := r.findGuest("VM.Config.Disk")
	if err != nil {
		return nil, err
	}

	if err := found.free(); err != nil {
		return nil, err
	}

	name := r.value("disk")

	one, known := findOption(name)
	if !known || one.kind != drive || found.config[name] == "" {
		return nil, refuse("disk '%s' does not exist", name)
	}

	if isCDROM(found.config[name]) {
		return nil, refuse("you can't move a cdrom")
	}

	used, err := r.server.findVolume(found.host, volumeOf(found.config[name]))
	if err != nil {
		return nil, err
	}

	target, err := r.server.findStore(found.host, r.value("storage"))
	if err != nil {
		return nil, err
	}

	if err := r.need("/storage/"+target.id, "Datastore.AllocateSpace"); err != nil {
		return nil, err
	}

	format := r.value("format")

	switch {
	case target == used.store && (format == "" || format == used.format):
		return nil, refuse("you can't move to the same storage with same format")
	case name == "tpmstate0" && r.server.isOn(found):
		return nil, refuse("cannot move TPM state while VM is running")
	}

	remove, err := r.flag("delete")
	if err != nil {
		return nil, err
	}

	return r.startOn(found, "qmmove", r.server.locked(func(*task) error {
		return r.server.move(found, name, target, format, remove)
	})), nil
}

// move copies a disk to another storage. The caller holds the lock.
func (s *Server) move(found *guest, name string, target *store, format string, remove bool) error {
	if s.guests[found.id] != found {
		return errors.New(found.configFile())
	}

	used, err := s.findVolume(found.host, volumeOf(found.config[name]))
	if err != nil {
		return err
	}

	copied, err := target.copy(used, found.id, format)
	if err != nil {
		return fmt.Errorf("storage migration failed: %w", err)
	}

	config := maps.Clone(found.config)
	config[name] = strings.Replace(config[name], used.id(), copied.id(), 1)
	changed := &guest{id: found.id, host: found.host, config: config}

	if remove {
		used.store.remove(used)
	} else {
		changed.keepUnused(used)
	}

	s.take(found, changed.config)

	if found.booted != nil && s.isOn(found) {
		// what moves while the guest runs is in use at its new place
		found.booted[name] = config[name]
		s.showHardware(found)
	}

	return nil
}

// copy makes a disk of a guest from another disk.
func (s *store) copy(source *volume, guest int, format string) (*volume, error) {
	purpose := "disk"
	if strings.Contains(source.name, "cloudinit") {
		purpose = "cloudinit"
	}

	if format == "" && storageTypes[s.kind].files {
		format = source.format
	}

	copied, err := s.allocate(guest, purpose, format, source.bytes)
	if err != nil {
		return nil, err
	}

	copied.image, copied.written, copied.keys, copied.tpm = source.image, source.written.Copy(), source.keys, source.tpm

	return copied, nil
}
