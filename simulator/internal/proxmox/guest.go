package proxmox

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// guest is a virtual machine.
type guest struct {
	id   int
	host string
	pool string
	// machine is what the rack knows the guest by: a guest that is recreated is another machine.
	machine string
	// config are the settings as stored, with those that wait for the next start.
	config map[string]string
	// booted are the settings that the guest runs with; nil while it has not been started.
	booted map[string]string
	// system is the disk that the guest has booted from.
	system string
	// racked says that the rack has been given the machine.
	racked bool
	// blank says that the guest is on with nothing to boot, which the rack is not told.
	blank bool
}

// reserve gives a new guest its number and the machine that it is; the guest is locked until it has its settings.
func (s *Server) reserve(made *guest, lock string) {
	s.machines++
	made.machine = fmt.Sprintf("%s-%d", s.config.Name, s.machines)
	made.config = map[string]string{"lock": lock}
	s.guests[made.id] = made
}

func (s *Server) isOn(found *guest) bool {
	return found.blank || found.racked && s.dependencies.Rack.IsOn(found.machine)
}

func (s *Server) statusOf(found *guest) string {
	if s.isOn(found) {
		return "running"
	}

	return "stopped"
}

func (g *guest) path() string { return fmt.Sprintf("/vms/%d", g.id) }

func (g *guest) name() string {
	if name := g.config["name"]; name != "" {
		return name
	}

	return fmt.Sprintf("VM%d", g.id)
}

func (g *guest) configFile() string {
	return fmt.Sprintf("Configuration file 'nodes/%s/qemu-server/%d.conf' does not exist", g.host, g.id)
}

// free refuses to touch a guest that something else is at work on.
func (g *guest) free() error {
	if lock := g.config["lock"]; lock != "" {
		return refuse("VM is locked (%s)", lock)
	}

	return nil
}

// keys returns the names of settings in order.
func (g *guest) keys() []string { return naturally(slices.Collect(maps.Keys(g.config))) }

func (g *guest) cloudInitDrive() string {
	for _, key := range g.keys() {
		if one, _ := findOption(key); one.kind == drive && strings.Contains(volumeOf(g.config[key]), "cloudinit") {
			return key
		}
	}

	return ""
}

// volumeOf returns the volume in the stored value of a drive.
func volumeOf(value string) string {
	file, _, _ := strings.Cut(value, ",")

	return file
}

// pending are the settings that a guest which runs does not have yet.
func (g *guest) pending() []string {
	changed := []string{}

	for name := range merge(g.config, g.booted) {
		if g.config[name] != g.booted[name] && name != "lock" {
			changed = append(changed, name)
		}
	}

	return naturally(changed)
}

func merge(first, second map[string]string) map[string]string {
	all := maps.Clone(first)
	maps.Copy(all, second)

	return all
}

// digest is the fingerprint by which a client can tell that a configuration was changed.
func (g *guest) digest() string {
	sum := sha1.New()
	for _, key := range g.keys() {
		fmt.Fprintf(sum, "%s: %s\n", key, g.config[key])
	}

	return hex.EncodeToString(sum.Sum(nil))
}

// boots returns the boot devices in order.
func (g *guest) boots() []string {
	parsed, err := parseProperties(g.config["boot"], "legacy")
	if err == nil && parsed["order"] != "" {
		return strings.Split(parsed["order"], ";")
	}

	return g.defaultBoots()
}

// defaultBoots are the first disk, the first CD and the first network device.
func (g *guest) defaultBoots() []string {
	var disk, cdrom, net string

	for _, key := range g.keys() {
		prefix, _ := splitNumber(key)

		switch {
		case disk == "" && isDisk(key, g.config[key]):
			disk = key
		case cdrom == "" && isCDROM(g.config[key]):
			cdrom = key
		case net == "" && prefix == "net":
			net = key
		}
	}

	return slices.DeleteFunc([]string{disk, cdrom, net}, func(name string) bool { return name == "" })
}

// asMachine is the guest as it is switched on; booting says whether there is something on its disks or CDs to boot.
func (s *Server) asMachine(found *guest) (on machine.Machine, booting bool) {
	on = machine.Machine{
		ID:        found.machine,
		Name:      found.name(),
		Where:     fmt.Sprintf("%s/%s/%d", s.config.Name, found.host, found.id),
		MemoryMiB: found.memoryMiB(),
		Cards:     found.cardsOf(found.config),
		Firmware:  s.firmwareOf(found),
		UUID:      found.smbiosUUID(),
		TPM:       s.tpmOf(found),
		Shares:    s.sharesOf(found),
	}

	system := ""

	for _, device := range found.boots() {
		used, err := s.findVolume(found.host, volumeOf(found.config[device]))
		if err != nil {
			continue
		}

		if image := used.boots(); image != nil {
			on.Image, booting = *image, on.Firmware.Boots(*image) == nil

			if isDisk(device, found.config[device]) {
				system = device
			}

			break
		}
	}

	on.Disks = s.disksOf(found, found.config, system)
	found.system = system

	return on, booting
}

// sharesOf are the directories of the host that a guest shares: it knows each by the name of its mapping.
func (s *Server) sharesOf(found *guest) map[string]string {
	var all map[string]string

	for _, key := range found.keys() {
		if prefix, _ := splitNumber(key); prefix != "virtiofs" {
			continue
		}

		parsed, err := parseProperties(found.config[key], "dirid")
		if err != nil {
			continue
		}

		if entry, err := s.entryOn(found.host, "dir", parsed["dirid"]); err == nil {
			if all == nil {
				all = map[string]string{}
			}

			all[parsed["dirid"]] = found.host + ":" + entry["path"]
		}
	}

	return all
}

// disksOf are the disks of a guest with some settings; system is the one that it has booted from.
func (s *Server) disksOf(found *guest, settings map[string]string, system string) []machine.Disk {
	var all []machine.Disk

	for _, key := range naturally(slices.Collect(maps.Keys(settings))) {
		if !isDisk(key, settings[key]) || strings.HasPrefix(key, "unused") {
			continue
		}

		if used, err := s.findVolume(found.host, volumeOf(settings[key])); err == nil {
			all = append(all, machine.Disk{
				Interface: key, Serial: serialOf(key, settings[key]), Bytes: used.bytes, System: key == system, Content: used.written,
			})
		}
	}

	return all
}

// serialOf is the serial number that a guest sees: QEMU gives one to each disk that has none, but for those on virtio.
func serialOf(name, value string) string {
	parsed, _ := parseProperties(value, "file")
	if serial := parsed["serial"]; serial != "" {
		return serial
	}

	switch bus, number := splitNumber(name); bus {
	case "scsi":
		return "drive-" + name
	case "virtio":
		return ""
	default:
		return fmt.Sprintf("QM%05d", number+1)
	}
}

func (g *guest) memoryMiB() int {
	number, err := strconv.Atoi(strings.TrimPrefix(g.config["memory"], "current="))
	if err != nil {
		return 512
	}

	return number
}

func (g *guest) cpus() int {
	count := func(name string) int {
		if number, err := strconv.Atoi(g.config[name]); err == nil {
			return number
		}

		return 1
	}

	return count("cores") * count("sockets")
}

// findHost returns the host of the path.
func (r *request) findHost() (*Host, error) { return r.server.findHost(r.PathValue("node")) }

func (s *Server) findHost(name string) (*Host, error) {
	for position := range s.config.Hosts {
		if s.config.Hosts[position].Name == name {
			return &s.config.Hosts[position], nil
		}
	}

	return nil, refuseWith(statusNoHost, "hostname lookup '%s' failed - failed to get address info for: %s: No address associated with hostname", name, name)
}

// statusNoHost is what the proxy of Proxmox VE answers if it cannot find a host.
const statusNoHost = 596

// findGuest returns the virtual machine of the path, on the host of the path, if the caller has the privileges on it.
func (r *request) findGuest(privileges ...string) (*guest, error) {
	if _, err := r.findHost(); err != nil {
		return nil, err
	}

	id, err := strconv.Atoi(r.PathValue("vmid"))
	if err != nil {
		return nil, refuseParameter("vmid", "type check ('integer') failed - got '%s'", r.PathValue("vmid"))
	}

	if err := r.need(fmt.Sprintf("/vms/%d", id), privileges...); err != nil {
		return nil, err
	}

	return r.server.findGuest(r.PathValue("node"), id)
}

func (s *Server) findGuest(host string, id int) (*guest, error) {
	if found := s.guests[id]; found != nil && found.host == host {
		return found, nil
	}

	return nil, refuse("%s", (&guest{id: id, host: host}).configFile())
}
