package proxmox

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// option is a setting of a virtual machine.
type option struct {
	kind optionKind
	// privileges are those of which the caller needs one on the virtual machine.
	privileges []string
	// live says that a change reaches a machine that runs.
	live bool
	// rootOnly says that no token may set it.
	rootOnly bool
	// highest is the last number of a setting that exists several times.
	highest int
}

type optionKind int

const (
	text optionKind = iota
	boolean
	integer
	decimal
	drive
	network
)

func options(kind optionKind, live bool, privileges []string, names ...string) map[string]option {
	made := map[string]option{}
	for _, name := range names {
		made[name] = option{kind: kind, live: live, privileges: privileges}
	}

	return made
}

var (
	forCPU       = []string{"VM.Config.CPU"}
	forMemory    = []string{"VM.Config.Memory"}
	forDisk      = []string{"VM.Config.Disk"}
	forHardware  = []string{"VM.Config.HWType"}
	forOptions   = []string{"VM.Config.Options"}
	forCloudInit = []string{"VM.Config.Cloudinit", "VM.Config.Network"}
)

// singleOptions exist once.
var singleOptions = merged(
	options(integer, false, forCPU, "cores", "sockets", "vcpus", "cpuunits"),
	options(decimal, false, forCPU, "cpulimit"),
	options(text, false, forCPU, "cpu"),
	options(boolean, false, forCPU, "numa"),
	options(text, false, forMemory, "memory"),
	options(integer, false, forMemory, "balloon", "shares"),
	options(text, false, forDisk, "boot", "bootdisk", "vmstatestorage"),
	options(boolean, false, forHardware, "acpi", "freeze", "kvm", "tablet"),
	options(text, false, forHardware, "machine", "scsihw", "smbios1", "vga", "watchdog", "audio0", "hotplug", "rng0", "spice_enhancements"),
	options(boolean, false, forOptions, "localtime", "reboot", "tdf", "template"),
	options(boolean, true, forOptions, "autostart", "onboot", "protection"),
	options(text, true, forOptions, "description", "name", "tags", "startup"),
	options(text, false, forOptions, "agent", "bios", "keyboard", "ostype", "startdate", "vmgenid"),
	options(text, false, []string{"VM.Config.Cloudinit"}, "ciuser", "cipassword", "sshkeys", "citype", "cicustom"),
	options(boolean, false, []string{"VM.Config.Cloudinit"}, "ciupgrade"),
	options(text, false, forCloudInit, "nameserver", "searchdomain"),
	map[string]option{
		"affinity": {rootOnly: true}, "arch": {rootOnly: true}, "args": {rootOnly: true}, "hookscript": {rootOnly: true},
		"hugepages": {rootOnly: true}, "keephugepages": {kind: boolean, rootOnly: true}, "ivshmem": {rootOnly: true},
		"amd-sev": {rootOnly: true}, "lock": {rootOnly: true},
	},
)

// numberedOptions exist several times.
var numberedOptions = map[string]option{
	"ide":      {kind: drive, privileges: forDisk, highest: 3},
	"sata":     {kind: drive, privileges: forDisk, highest: 5},
	"scsi":     {kind: drive, privileges: forDisk, highest: 30},
	"virtio":   {kind: drive, privileges: forDisk, highest: 15},
	"efidisk":  {kind: drive, privileges: forDisk, highest: 0},
	"tpmstate": {kind: drive, privileges: forDisk, highest: 0},
	"unused":   {kind: drive, privileges: forDisk, highest: 255},
	"net":      {kind: network, privileges: []string{"VM.Config.Network"}, live: true, highest: 31},
	"ipconfig": {privileges: forCloudInit, highest: 31},
	"hostpci":  {privileges: forHardware, highest: 15},
	"usb":      {privileges: forHardware, live: true, highest: 13},
	"serial":   {privileges: forHardware, highest: 3},
	"virtiofs": {privileges: forDisk, highest: 9},
	"numa":     {privileges: forCPU, highest: 7},
	"parallel": {rootOnly: true, highest: 2},
}

func merged(parts ...map[string]option) map[string]option {
	all := map[string]option{}

	for _, part := range parts {
		for name, one := range part {
			all[name] = one
		}
	}

	return all
}

// findOption returns the setting of a name such as cores or scsi1.
func findOption(name string) (option, bool) {
	if one, known := singleOptions[name]; known {
		return one, true
	}

	prefix, number := splitNumber(name)
	one, known := numberedOptions[prefix]

	return one, known && number >= 0 && number <= one.highest && name == prefix+strconv.Itoa(number)
}

var (
	dnsName     = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$`)
	machineType = regexp.MustCompile(`^(pc|pc(-i440fx)?-\d+(\.\d+)+(\+pve\d+)?(\.pxe)?|q35|pc-q35-\d+(\.\d+)+(\+pve\d+)?(\.pxe)?|virt(-\d+(\.\d+)+)?(\+pve\d+)?)$`)
	memoryMiB   = regexp.MustCompile(`^(current=)?\d+$`)
	tagName     = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_+.-]*$`)
)

// closedValues are the settings that take one of a few values.
var closedValues = map[string][]string{
	"bios":   {"seabios", "ovmf"},
	"citype": {"configdrive2", "nocloud", "opennebula"},
	"scsihw": {"lsi", "lsi53c810", "virtio-scsi-pci", "virtio-scsi-single", "megasas", "pvscsi"},
	"ostype": {"other", "wxp", "w2k", "w2k3", "w2k8", "wvista", "win7", "win8", "win10", "win11", "l24", "l26", "solaris"},
}

// normalize checks a value that is no drive and no network device, and returns it as it is stored.
func (o option) normalize(name, value string) (string, error) {
	switch o.kind {
	case boolean:
		on, err := parseBoolean(name, value)

		return strconv.Itoa(asNumber(on)), err
	case integer:
		if number, err := strconv.Atoi(value); err != nil || number < 0 {
			return "", refuseParameter(name, "type check ('integer') failed - got '%s'", value)
		}
	case decimal:
		if number, err := strconv.ParseFloat(value, 64); err != nil || number < 0 {
			return "", refuseParameter(name, "type check ('number') failed - got '%s'", value)
		}
	}

	if err := checkBounds(name, value); err != nil {
		return "", err
	}

	if err := checkFormat(name, value); err != nil {
		return "", err
	}

	if allowed := closedValues[name]; allowed != nil && !slices.Contains(allowed, value) {
		return "", refuseParameter(name, "value '%s' does not have a value in the enumeration '%s'", value, strings.Join(allowed, ", "))
	}

	switch name {
	case "name":
		if !dnsName.MatchString(value) {
			return "", refuseParameter(name, "invalid format - value does not look like a valid DNS name")
		}
	case "memory":
		if !memoryMiB.MatchString(value) {
			return "", refuseParameter(name, "invalid format - '%s' is no number of MiB", value)
		}
	case "description":
		return strings.TrimRight(value, "\n"), nil
	case "tags":
		return normalizeTags(value)
	}

	return value, nil
}

// normalizeTags writes tags in lower case, each once, by name.
func normalizeTags(value string) (string, error) {
	tags := splitList(strings.ToLower(value))

	for _, tag := range tags {
		if !tagName.MatchString(tag) {
			return "", refuseParameter("tags", "invalid characters in tag '%s'", tag)
		}
	}

	slices.Sort(tags)

	return strings.Join(slices.Compact(tags), ";"), nil
}

// answer is a stored value as the API answers it: numbers for what counts or switches, text for the rest.
func (o option) answer(value string) any {
	switch o.kind {
	case boolean, integer:
		if number, err := strconv.ParseInt(value, 10, 64); err == nil {
			return number
		}
	}

	return value
}

// needOption refuses the call unless the caller may set or remove a setting of a virtual machine.
func (r *request) needOption(id int, name string, one option, value string) error {
	path := fmt.Sprintf("/vms/%d", id)

	switch {
	case one.rootOnly:
		return refuse("only root can set '%s' config", name)
	case one.kind == drive && isCDROM(value):
		if drive, err := parseProperties(value, "file"); err == nil && drive["file"] == "cdrom" {
			if err := r.need("/", "Sys.Console"); err != nil {
				return err
			}
		}

		return r.need(path, "VM.Config.CDROM")
	case one.kind == drive && strings.Contains(value, ":cloudinit"):
		return r.need(path, "VM.Config.Cloudinit", "VM.Config.CDROM")
	case name == "startup":
		if err := r.need("/", "Sys.Modify"); err != nil {
			return err
		}
	case strings.HasPrefix(name, "serial") && value != "socket" && value != "":
		return refuse("only root can set '%s' config for real devices", name)
	}

	if err := r.needOneOf(path, one.privileges...); err != nil {
		return err
	}

	return r.needDevice(name, value)
}

// deviceKeys are what the value of a device may have; the first is that of a part without a key.
var deviceKeys = map[string][]string{
	"hostpci":  {"host", "mapping", "mdev", "pcie", "rombar", "romfile", "x-vga"},
	"usb":      {"host", "mapping", "usb3"},
	"virtiofs": {"dirid", "cache", "direct-io", "expose-acl", "expose-xattr"},
}

// needDevice refuses the call unless the caller may use the bridge or the mapped device.
func (r *request) needDevice(name, value string) error {
	prefix, _ := splitNumber(name)
	keys := deviceKeys[prefix]

	if prefix == "net" {
		keys = []string{"model"}
	}

	if keys == nil || value == "" {
		return nil
	}

	parsed, err := parseProperties(value, keys[0])
	if err == nil && prefix != "net" {
		err = parsed.onlyKeys(keys...)
	}

	if err != nil {
		return refuseParameter(name, "%v", err)
	}

	switch prefix {
	case "net":
		return r.needBridge(parsed)
	case "virtiofs":
		return r.need("/mapping/dir/"+parsed["dirid"], "Mapping.Use")
	}

	switch {
	case parsed["mapping"] != "":
		kind := map[string]string{"hostpci": "pci", "usb": "usb"}[prefix]

		return r.need("/mapping/"+kind+"/"+parsed["mapping"], "Mapping.Use")
	case parsed["host"] == "":
		return refuse("either 'host' or 'mapping' must be set.")
	case prefix == "hostpci":
		return refuse("only root can set '%s' config for non-mapped devices", name)
	case !strings.EqualFold(parsed["host"], "spice"):
		return refuse("only root can set '%s' config for real devices", name)
	default:
		return nil
	}
}
