package proxmox

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

func getConfig(r *request) (any, error) {
	found, err := r.findGuest("VM.Audit")
	if err != nil {
		return nil, err
	}

	current, err := r.flag("current")
	if err != nil {
		return nil, err
	}

	shown := found.config
	if current && found.booted != nil && r.server.isOn(found) {
		shown = found.booted
	}

	answer := map[string]any{"digest": found.digest()}

	for name, value := range shown {
		one, _ := findOption(name)
		answer[name] = one.answer(value)

		if name == "cipassword" {
			answer[name] = "**********"
		}
	}

	return answer, nil
}

// updateConfig changes settings at once; it is performed while the guest's lock file is held.
func updateConfig(r *request) (any, error) {
	found, change, err := r.readUpdate()
	if err != nil {
		return nil, err
	}

	return nil, r.server.configure(found, change)
}

// updateConfigBehind changes settings by a task.
func updateConfigBehind(r *request) (any, error) {
	found, change, err := r.readUpdate()
	if err != nil {
		return nil, err
	}

	return r.startOn(found, "qmconfig", r.server.locked(func(*task) error {
		return r.server.configure(found, change)
	})), nil
}

// update is a change of settings that has been checked.
type update struct {
	remove []string
	set    map[string]string
}

func (r *request) readUpdate() (*guest, update, error) {
	change := update{set: map[string]string{}}

	found, err := r.findGuest()
	if err != nil {
		return nil, change, err
	}

	if err := found.free(); err != nil {
		return nil, change, err
	}

	for _, name := range splitList(r.value("delete")) {
		one, known := findOption(name)
		if !known {
			return nil, change, refuseParameter("delete", "unknown option '%s'", name)
		}

		if r.has(name) {
			return nil, change, refuseParameter("delete", "Cannot use '%s' and '-delete %s' at the same time", name, name)
		}

		if err := r.needOption(found.id, name, one, found.config[name]); err != nil {
			return nil, change, err
		}

		change.remove = append(change.remove, name)
	}

	read := &guest{id: found.id, host: found.host, config: change.set}

	for _, name := range slices.Sorted(maps.Keys(r.values)) {
		if name == "delete" {
			continue
		}

		if name == "digest" {
			if r.value(name) != found.digest() {
				return nil, change, refuse("detected modified configuration - file changed by other user? Try again.")
			}

			continue
		}

		if err := r.readOption(read, name, r.value(name)); err != nil {
			return nil, change, err
		}
	}

	if err := found.checkBalloon(change); err != nil {
		return nil, change, err
	}

	return found, change, r.server.checkBoot(found, change)
}

// checkBoot refuses a boot order with a device that does not exist.
func (s *Server) checkBoot(found *guest, change update) error {
	boot, given := change.set["boot"]
	if !given {
		return nil
	}

	parsed, err := parseProperties(boot, "legacy")
	if err != nil {
		return refuseParameter("boot", "%v", err)
	}

	for _, device := range splitList(parsed["order"]) {
		exists := change.set[device] != "" || found.config[device] != "" && !slices.Contains(change.remove, device)
		if !exists {
			return refuse("invalid bootorder: device '%s' does not exist", device)
		}
	}

	return nil
}

// configure performs a change of settings: all of it or nothing. The caller holds the lock.
func (s *Server) configure(found *guest, change update) error {
	if s.guests[found.id] != found {
		return refuse("%s", found.configFile())
	}

	changed := &guest{id: found.id, host: found.host, config: maps.Clone(found.config)}

	var allocated, freed []*volume

	for _, name := range naturally(slices.Clone(change.remove)) {
		freed = append(freed, s.detach(changed, name)...)
		delete(changed.config, name)
		changed.forgetBoot(name)
	}

	for _, name := range naturally(slices.Collect(maps.Keys(change.set))) {
		value := change.set[name]
		one, _ := findOption(name)

		if one.kind == drive {
			stored, err := s.makeDrive(changed, name, value, &allocated)
			if err == nil {
				err = s.plug(found, name, stored)
			}

			if err != nil {
				free(allocated)

				return err
			}

			if volumeOf(changed.config[name]) != volumeOf(stored) {
				freed = append(freed, s.detach(changed, name)...)
			}

			changed.use(volumeOf(stored))
			value = stored
		} else if one.kind == network {
			if err := s.plug(found, name, value); err != nil {
				free(allocated)

				return err
			}
		}

		changed.config[name] = value
		if value == "" {
			delete(changed.config, name)
		}
	}

	free(freed)
	s.take(found, changed.config)

	return nil
}

// plug refuses what cannot be plugged into a guest that runs.
func (s *Server) plug(found *guest, name, value string) error {
	if prefix, _ := splitNumber(name); prefix != "net" || !s.isOn(found) {
		return nil
	}

	if err := s.checkBridge(found, value); err != nil {
		return refuseParameter(name, "hotplug problem - %v", err)
	}

	return nil
}

// detach takes a volume from a drive: disks become unused ones, what cloud-init or nobody needs is returned to be freed.
func (s *Server) detach(changed *guest, name string) []*volume {
	value, given := changed.config[name]
	if one, _ := findOption(name); !given || one.kind != drive {
		return nil
	}

	used, err := s.findVolume(changed.host, volumeOf(value))
	if err != nil || used.content != "images" || used.guest != changed.id {
		return nil
	}

	if strings.HasPrefix(name, "unused") || strings.Contains(used.name, "cloudinit") {
		return []*volume{used}
	}

	for other, held := range changed.config {
		if other != name && volumeOf(held) == used.id() {
			return nil
		}
	}

	changed.keepUnused(used)

	return nil
}

// keepUnused remembers a volume that is no drive any more, and returns where.
func (g *guest) keepUnused(kept *volume) string {
	for number := 0; ; number++ {
		name := "unused" + strconv.Itoa(number)
		if g.config[name] == "" {
			g.config[name] = kept.id()

			return name
		}
	}
}

// use takes a volume that becomes a drive out of the unused ones.
func (g *guest) use(id string) {
	maps.DeleteFunc(g.config, func(name, held string) bool { return strings.HasPrefix(name, "unused") && held == id })
}

// forgetBoot takes a device out of the boot order.
func (g *guest) forgetBoot(name string) {
	boots := g.boots()
	if g.config["boot"] == "" || !slices.Contains(boots, name) {
		return
	}

	rest := slices.DeleteFunc(slices.Clone(boots), func(device string) bool { return device == name })
	g.config["boot"] = "order=" + strings.Join(rest, ";")
}

// take gives a guest its new settings; those that reach a machine that runs are in use at once.
func (s *Server) take(found *guest, config map[string]string) {
	before := found.config
	found.config = config

	if found.booted == nil || !s.isOn(found) {
		return
	}

	for name := range merge(before, config) {
		if !isLive(name, before[name], config[name]) {
			continue
		}

		found.booted[name] = config[name]
		if config[name] == "" {
			delete(found.booted, name)
		}
	}

	s.showHardware(found)
}

// showHardware shows a guest that runs the disks and network cards that it has now.
func (s *Server) showHardware(found *guest) {
	if found.racked {
		s.dependencies.Rack.Plug(found.machine, s.disksOf(found, found.booted, found.system), found.cardsOf(found.booted))
	}
}

// isLive says whether a change of a setting reaches a guest that runs.
func isLive(name, before, after string) bool {
	if one, known := findOption(name); !known || one.kind != drive {
		return one.live
	}

	bus, _ := splitNumber(name)

	switch {
	case bus == "unused", isCDROM(before) || isCDROM(after):
		return true
	case bus == "scsi" || bus == "virtio":
		return before == "" || after == "" || settled(before) == settled(after)
	default:
		return settled(before) == settled(after)
	}
}

// settled is the value of a drive but for what changes in a guest that runs: its size, its limits, and what only backups
// and replication look at.
func settled(value string) string {
	parsed, err := parseProperties(value, "file")
	if err != nil {
		return value
	}

	for _, name := range append(limitNames(), "size", "backup", "replicate") {
		delete(parsed, name)
	}

	return parsed.print("file")
}

// rebuildCloudInit rewrites the cloud-init disk; a guest reads it at its next start.
func rebuildCloudInit(r *request) (any, error) {
	found, err := r.findGuest("VM.Config.Cloudinit")
	if err != nil {
		return nil, err
	}

	if err := found.free(); err != nil {
		return nil, err
	}

	if found.cloudInitDrive() == "" {
		return nil, refuse("No cloud-init drive found")
	}

	return nil, nil
}
