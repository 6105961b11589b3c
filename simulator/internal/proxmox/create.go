package proxmox

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// lowestGuest and highestGuest are the bounds of the numbers of virtual machines.
const (
	lowestGuest  = 100
	highestGuest = 999999999
)

func createGuest(r *request) (any, error) {
	host, err := r.findHost()
	if err != nil {
		return nil, err
	}

	id, err := r.number("vmid")
	if err != nil {
		return nil, err
	}

	if id < lowestGuest || id > highestGuest {
		return nil, refuseParameter("vmid", "invalid format - value does not look like a valid VM ID")
	}

	pool := r.value("pool")
	if err := r.needCreate(id, pool); err != nil {
		return nil, err
	}

	made := &guest{id: id, host: host.Name, pool: pool, config: map[string]string{}}
	if err := r.readCreate(made); err != nil {
		return nil, err
	}

	if err := r.server.whoHas(id); err != nil {
		return nil, refuse("unable to create VM %d - %v", id, err)
	}

	wanted := made.config
	r.server.reserve(made, "create")

	return r.startHolding(made, "qmcreate", r.server.locked(func(*task) error {
		if err := r.server.fill(made, wanted); err != nil {
			return fmt.Errorf("unable to create VM %d - %w", id, err)
		}

		return nil
	}), func() { delete(r.server.guests, id) }), nil
}

// needCreate refuses to make a guest of a number unless the caller may, by the number or by the pool.
func (r *request) needCreate(id int, pool string) error {
	path := fmt.Sprintf("/vms/%d", id)
	if pool == "" {
		return r.need(path, "VM.Allocate")
	}

	if _, known := r.server.pools[pool]; !known {
		return refuse("pool '%s' does not exist", pool)
	}

	if r.may(path, "VM.Allocate") {
		return nil
	}

	return r.need("/pool/"+pool, "VM.Allocate")
}

// readCreate checks all settings and puts them into the guest as they were sent.
func (r *request) readCreate(made *guest) error {
	// whoever may make a guest in a pool has there what the guest's settings need
	r.server.joining[made.id] = made.pool
	defer delete(r.server.joining, made.id)

	for _, name := range slices.Sorted(maps.Keys(r.values)) {
		if name == "vmid" || name == "pool" {
			continue
		}

		if err := r.readOption(made, name, r.value(name)); err != nil {
			return err
		}
	}

	return nil
}

// readOption checks a setting and puts it into the guest as it was sent.
func (r *request) readOption(changed *guest, name, value string) error {
	one, known := findOption(name)
	isTooOld := strings.HasPrefix(name, "virtiofs") && !r.server.isAtLeast(8, 4)

	if !known || isTooOld || strings.HasPrefix(name, "unused") {
		return refuseUnknownParameter(name)
	}

	if err := r.needOption(changed.id, name, one, value); err != nil {
		return err
	}

	switch one.kind {
	case drive:
		if err := r.needStorage(changed.host, changed.id, name, value); err != nil {
			return err
		}
	case network:
		normalized, err := r.server.normalizeNetwork(name, value)
		if err != nil {
			return err
		}

		value = normalized
	default:
		normalized, err := one.normalize(name, value)
		if err == nil && name == "cpu" {
			err = r.server.checkProcessor(value)
		}

		if err != nil {
			return err
		}

		value = normalized
	}

	changed.config[name] = value

	return nil
}

// fill makes the disks of a new guest and gives it its settings. The caller holds the lock.
func (s *Server) fill(made *guest, wanted map[string]string) error {
	stored := &guest{id: made.id, host: made.host, config: map[string]string{}}

	var allocated []*volume

	for _, name := range naturally(slices.Collect(maps.Keys(wanted))) {
		value := wanted[name]

		if one, _ := findOption(name); one.kind == drive {
			var err error
			if value, err = s.makeDrive(stored, name, value, &allocated); err != nil {
				free(allocated)

				return err
			}
		}

		if value != "" {
			stored.config[name] = value
		}
	}

	if stored.config["boot"] == "" {
		stored.config["boot"] = "order=" + strings.Join(stored.defaultBoots(), ";")
	}

	s.identify(made, stored.config)
	made.config = stored.config

	return nil
}

// identify gives a new guest what Proxmox VE makes up for each; it follows from the machine's number.
func (s *Server) identify(made *guest, config map[string]string) {
	_, number := splitNumber(made.machine)

	if config["smbios1"] == "" {
		config["smbios1"] = "uuid=" + madeUpUUID("smbios ", made.machine)
	}

	if config["vmgenid"] == "" {
		config["vmgenid"] = madeUpUUID("generation ", made.machine)
	}

	config["meta"] = fmt.Sprintf("creation-qemu=%s,ctime=%d", qemuVersion, taskEpoch+number)
}

// madeUpUUID is as mixed as a random one: Talos makes no key of a UUID that consists of one digit for the most part.
func madeUpUUID(kind, of string) string {
	sum := sha256.Sum256([]byte(kind + of))

	text := hex.EncodeToString(sum[:])

	return strings.Join([]string{text[:8], text[8:12], "4" + text[13:16], "8" + text[17:20], text[20:32]}, "-")
}

func free(allocated []*volume) {
	for _, one := range allocated {
		one.store.remove(one)
	}
}
