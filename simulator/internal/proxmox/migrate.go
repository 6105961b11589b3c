package proxmox

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// migration is a move of a guest to another host.
type migration struct {
	target     string
	online     bool
	localDisks bool
}

func migrateGuest(r *request) (any, error) {
	found, err := r.findGuest("VM.Migrate")
	if err != nil {
		return nil, err
	}

	if err := found.free(); err != nil {
		return nil, err
	}

	wanted := migration{target: r.value("target")}

	if wanted.online, err = r.flag("online"); err != nil {
		return nil, err
	}

	if wanted.localDisks, err = r.flag("with-local-disks"); err != nil {
		return nil, err
	}

	if err := r.server.checkMigration(found, wanted); err != nil {
		return nil, err
	}

	found.config["lock"] = "migrate"

	return r.startHolding(found, "qmigrate", r.server.locked(func(current *task) error {
		delete(found.config, "lock")
		current.printf("migration of VM %d to node '%s'", found.id, wanted.target)

		return r.server.migrate(found, wanted)
	}), func() { delete(found.config, "lock") }), nil
}

func (s *Server) checkMigration(found *guest, wanted migration) error {
	if _, err := s.findHost(wanted.target); err != nil {
		return err
	}

	if wanted.target == found.host {
		return refuseParameter("target", "target is local node.")
	}

	if !s.isOn(found) {
		return nil
	}

	if !wanted.online {
		return refuse("can't migrate running VM without --online")
	}

	for _, key := range found.keys() {
		if prefix, _ := splitNumber(key); prefix == "hostpci" || prefix == "usb" || prefix == "virtiofs" {
			return refuse("cannot migrate VM which uses local devices: %s", key)
		}
	}

	return nil
}

// migrate moves a guest, with its disks on local storages, to storages of the same id. The caller holds the lock.
func (s *Server) migrate(found *guest, wanted migration) error {
	if s.guests[found.id] != found {
		return errors.New(found.configFile())
	}

	if err := s.checkMigration(found, wanted); err != nil {
		return err
	}

	if foreign := s.localVolumeOfAnother(found); foreign != nil {
		return fmt.Errorf("migration aborted: can't migrate local disk '%s': owned by other VM (owner = VM %d)", foreign.id(), foreign.guest)
	}

	var moved, made []*volume

	for _, owned := range s.volumesOf(found) {
		target, err := s.findStore(wanted.target, owned.store.id)

		switch {
		case err != nil:
			err = fmt.Errorf("can't migrate local disk '%s': %w", owned.id(), err)
		case target == owned.store:
			continue
		case s.isOn(found) && !wanted.localDisks:
			err = errors.New("can't live migrate attached local disks without with-local-disks option")
		default:
			copied := *owned
			moved, made = append(moved, owned), append(made, &copied)
			err = target.add(&copied)
		}

		if err != nil {
			free(made)

			return fmt.Errorf("migration aborted: %w", err)
		}
	}

	for _, key := range found.keys() {
		file := volumeOf(found.config[key])
		if !isCDROM(found.config[key]) || file == "none" || file == "cdrom" {
			continue
		}

		if used, err := s.findVolume(found.host, file); err == nil && !storageTypes[used.store.kind].shared {
			free(made)

			return fmt.Errorf("migration aborted: can't migrate local disk '%s': local cdrom image", file)
		}
	}

	free(moved)
	found.host = wanted.target

	return nil
}

// localVolumeOfAnother is a disk on a storage of the host alone that belongs to another guest.
func (s *Server) localVolumeOfAnother(found *guest) *volume {
	for _, key := range found.keys() {
		if one, _ := findOption(key); one.kind != drive || strings.HasPrefix(key, "unused") {
			continue
		}

		used, err := s.findVolume(found.host, volumeOf(found.config[key]))
		if err == nil && used.content == "images" && used.guest != found.id && !storageTypes[used.store.kind].shared {
			return used
		}
	}

	return nil
}

func cloneGuest(r *request) (any, error) {
	source, err := r.findGuest("VM.Clone")
	if err != nil {
		return nil, err
	}

	if err := source.free(); err != nil {
		return nil, err
	}

	id, err := r.number("newid")
	if err != nil {
		return nil, err
	}

	if id < lowestGuest || id > highestGuest {
		return nil, refuseParameter("newid", "invalid format - value does not look like a valid VM ID")
	}

	if err := r.needCreate(id, r.value("pool")); err != nil {
		return nil, err
	}

	if _, err := singleOptions["name"].normalize("name", r.value("name")); err != nil && r.has("name") {
		return nil, err
	}

	full, err := r.flag("full")
	if err != nil {
		return nil, err
	}

	switch {
	case r.server.guests[id] != nil:
		return nil, refuse("unable to create VM %d: config file already exists", id)
	case r.server.whoHas(id) != nil:
		return nil, refuse("%v", r.server.whoHas(id))
	case r.value("target") != "" && r.value("target") != source.host:
		return nil, refuse("a clone on another node is not simulated; clone on '%s' and migrate", source.host)
	case !full && source.config["template"] != "1":
		return nil, refuse("Linked clone feature is not supported: VM %d is no template", source.id)
	case !full:
		return nil, refuse("linked clones are not simulated; use full=1")
	}

	made := &guest{id: id, host: source.host, pool: r.value("pool")}
	r.server.reserve(made, "clone")

	return r.start(source.host, "qmclone", strconv.Itoa(source.id), r.server.locked(func(*task) error {
		return r.server.clone(made, source, r)
	}), func() { delete(r.server.guests, id) }), nil
}

// clone copies a guest with its disks. The caller holds the lock.
func (s *Server) clone(made, source *guest, r *request) error {
	config := map[string]string{}

	var allocated []*volume

	for _, key := range source.keys() {
		value := source.config[key]
		prefix, _ := splitNumber(key)
		one, _ := findOption(key)

		switch {
		case slices.Contains([]string{"lock", "template", "smbios1", "vmgenid", "meta"}, key), prefix == "unused":
			continue
		case prefix == "net":
			parsed, err := parseProperties(value, "")
			if err != nil {
				return err
			}

			for _, model := range networkModels {
				if address := parsed[model]; address != "" {
					value = strings.Replace(value, address, s.newMAC(), 1)
				}
			}
		case one.kind == drive && !isCDROM(value):
			used, err := s.findVolume(source.host, volumeOf(value))
			if err != nil {
				free(allocated)

				return err
			}

			target := used.store
			if r.value("storage") != "" {
				target, err = s.findStore(source.host, r.value("storage"))
			}

			if err == nil {
				used, err = target.copy(used, made.id, r.value("format"))
			}

			if err != nil {
				free(allocated)

				return fmt.Errorf("clone failed: %w", err)
			}

			allocated = append(allocated, used)
			value = strings.Replace(value, volumeOf(value), used.id(), 1)
		}

		config[key] = value
	}

	for _, key := range []string{"name", "description"} {
		if r.has(key) {
			config[key] = r.value(key)
		}
	}

	s.identify(made, config)
	made.config = config

	return nil
}

// makeTemplate turns a guest into one that can only be cloned.
func makeTemplate(r *request) (any, error) {
	found, err := r.findGuest("VM.Allocate")

	switch {
	case err != nil:
		return nil, err
	case found.free() != nil:
		return nil, found.free()
	case found.config["template"] == "1":
		return nil, refuse("you can't convert a template to a template")
	case r.server.isOn(found):
		return nil, refuse("you can't convert a VM to template if VM is running")
	}

	return r.startOn(found, "qmtemplate", r.server.locked(func(*task) error {
		found.config["template"] = "1"

		return nil
	})), nil
}
