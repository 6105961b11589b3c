package proxmox

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// qemuVersion is the release of QEMU on every host.
const qemuVersion = "10.1.2"

// bounds are the lowest and the highest value of a number; a highest one of 0 is none.
type bounds struct{ lowest, highest float64 }

var numberBounds = map[string]bounds{
	"cores":    {lowest: 1},
	"sockets":  {lowest: 1},
	"vcpus":    {lowest: 1},
	"cpuunits": {lowest: 1, highest: 262144},
	"cpulimit": {highest: 128},
	"shares":   {highest: 50000},
}

// checkBounds refuses a number that its setting does not have.
func checkBounds(name, value string) error {
	limits, limited := numberBounds[name]
	if !limited {
		return nil
	}

	number, err := strconv.ParseFloat(value, 64)

	switch {
	case err != nil:
		return refuseParameter(name, "type check ('number') failed - got '%s'", value)
	case number < limits.lowest:
		return refuseParameter(name, "value must have a minimum value of %v", limits.lowest)
	case limits.highest > 0 && number > limits.highest:
		return refuseParameter(name, "value must have a maximum value of %v", limits.highest)
	default:
		return nil
	}
}

// format is what a property string may have.
type format struct {
	defaultKey string
	// properties are the forms of the values, by key.
	properties map[string]*regexp.Regexp
	// longest is the number of characters that the whole may have; 0 is any.
	longest int
}

func word(words ...string) *regexp.Regexp {
	return regexp.MustCompile(`^(?:` + strings.Join(words, "|") + `)$`)
}

var (
	anyText     = regexp.MustCompile(``)
	flag        = word("0", "1", "yes", "no", "on", "off", "true", "false")
	number      = regexp.MustCompile(`^\d+$`)
	base64Text  = regexp.MustCompile(`^[A-Za-z0-9+/]+={0,2}$`)
	anyUUID     = regexp.MustCompile(`^[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}$`)
	cpuFlagList = regexp.MustCompile(`^[+-][a-zA-Z0-9_.-]+(?:;[+-][a-zA-Z0-9_.-]+)*$`)
)

// hardwareFormats are those of settings that are property strings.
var hardwareFormats = map[string]format{
	"vga": {defaultKey: "type", properties: map[string]*regexp.Regexp{
		"type": word("cirrus", "none", "qxl", "qxl2", "qxl3", "qxl4", "serial0", "serial1", "serial2", "serial3", "std", "virtio", "virtio-gl", "vmware"),
		// from 4 to 512
		"memory":    regexp.MustCompile(`^(?:[4-9]|[1-9]\d|[1-4]\d\d|50\d|51[0-2])$`),
		"clipboard": word("vnc"),
	}},
	"watchdog": {defaultKey: "model", properties: map[string]*regexp.Regexp{
		"model": word("i6300esb", "ib700"), "action": word("reset", "shutdown", "poweroff", "pause", "debug", "none"),
	}},
	"smbios1": {longest: 512, properties: map[string]*regexp.Regexp{
		"uuid": anyUUID, "base64": flag, "version": base64Text, "serial": base64Text, "manufacturer": base64Text,
		"product": base64Text, "sku": base64Text, "family": base64Text,
	}},
	"cpu": {defaultKey: "cputype", properties: map[string]*regexp.Regexp{
		"cputype": anyText, "flags": cpuFlagList, "hidden": flag, "hv-vendor-id": regexp.MustCompile(`^[a-zA-Z0-9]{1,12}$`),
		"phys-bits": regexp.MustCompile(`^(?:host|\d{1,2})$`), "guest-phys-bits": number,
	}},
	"machine": {defaultKey: "type", properties: map[string]*regexp.Regexp{
		"type": machineType, "viommu": word("intel", "virtio"), "aw-bits": number, "enable-s3": flag, "enable-s4": flag,
	}},
}

// checkFormat refuses a property string that its setting does not have.
func checkFormat(name, value string) error {
	wanted, known := hardwareFormats[name]
	if !known || value == "" {
		return nil
	}

	parsed, err := parseProperties(value, wanted.defaultKey)
	if err != nil {
		return refuseParameter(name, "%v", err)
	}

	if wanted.longest > 0 && len(value) > wanted.longest {
		return refuseParameter(name, "value may only be %d characters long", wanted.longest)
	}

	for key, text := range parsed {
		form, known := wanted.properties[key]
		if !known {
			return refuseParameter(name, "invalid format - %s: property is not defined in schema and the schema does not allow additional properties", key)
		}

		if !form.MatchString(text) {
			return refuseParameter(name, "invalid format - %s: value '%s' does not match", key, text)
		}
	}

	if name == "machine" && parsed["viommu"] == "intel" && !strings.Contains(parsed["type"], "q35") {
		return refuse("to use Intel vIOMMU please set the machine type to q35")
	}

	return nil
}

// cpuFlagNames are the flags that the processor of a single guest may be given.
var cpuFlagNames = []string{
	"aes", "amd-no-ssb", "amd-ssbd", "hv-evmcs", "hv-tlbflush", "ibpb", "md-clear", "pcid", "pdpe1gb", "spec-ctrl", "ssbd", "virt-ssbd",
}

// cpuTypes are the processors that are there without being defined.
var cpuTypes = regexp.MustCompile(`^(?:host|max|kvm32|kvm64|qemu32|qemu64|486|athlon|core2duo|coreduo|pentium[23]?|phenom|Conroe|Penryn|` +
	`x86-64-v(?:2|2-AES|3|4)|(?:Nehalem|Westmere|SandyBridge|IvyBridge)(?:-IBRS)?|(?:Haswell|Broadwell)(?:-IBRS|-noTSX|-noTSX-IBRS)?|` +
	`Skylake-(?:Client|Server)(?:-IBRS|-noTSX-IBRS|-v[45])?|Cascadelake-Server(?:-noTSX|-v[245])?|Cooperlake(?:-v2)?|Icelake-Client(?:-noTSX)?|` +
	`Icelake-Server(?:-noTSX|-v[3-7])?|SapphireRapids(?:-v[234])?|GraniteRapids(?:-v[23])?|SierraForest(?:-v[23])?|ClearwaterForest|KnightsMill|` +
	`Opteron_G[1-5]|EPYC(?:-IBPB|-v[345]|-Rome(?:-v[2-5])?|-Milan(?:-v[23])?|-Genoa(?:-v2)?|-Turin)?)$`)

// checkProcessor refuses a processor that no host has, and flags that a single guest may not have.
func (s *Server) checkProcessor(value string) error {
	parsed, err := parseProperties(value, "cputype")
	if err != nil {
		return err
	}

	kind := parsed["cputype"]

	switch {
	case kind == "":
		return refuseParameter("cpu", "invalid format - CPU is missing cputype")
	case strings.HasPrefix(kind, "custom-"):
		return refuseParameter("cpu", "invalid format - Custom cputype '%s' not found", strings.TrimPrefix(kind, "custom-"))
	case !cpuTypes.MatchString(kind):
		return refuseParameter("cpu", "invalid format - Built-in cputype '%s' is not defined (missing 'custom-' prefix?)", kind)
	}

	names := cpuFlagNames
	if s.isAtLeast(9, 1) {
		names = append(slices.Clone(names), "nested-virt")
	}

	for _, one := range splitList(parsed["flags"]) {
		if !slices.Contains(names, one[1:]) {
			return refuseParameter("cpu", "invalid format - VM-specific CPU flags must be a subset of: %s", strings.Join(names, ", "))
		}
	}

	return nil
}

// isAtLeast compares the release of the endpoint.
func (s *Server) isAtLeast(major, minor int) bool {
	var haveMajor, haveMinor int
	if _, err := fmt.Sscanf(s.config.version(), "%d.%d", &haveMajor, &haveMinor); err != nil {
		return false
	}

	return haveMajor > major || haveMajor == major && haveMinor >= minor
}

// checkBalloon refuses a change after which the balloon is larger than the memory.
func (g *guest) checkBalloon(change update) error {
	if change.set["memory"] == "" && change.set["balloon"] == "" {
		return nil
	}

	after := &guest{config: merge(g.config, change.set)}
	if balloon, err := strconv.Atoi(after.config["balloon"]); err == nil && balloon > after.memoryMiB() {
		return refuse("balloon value too large (must be smaller than assigned memory)")
	}

	return nil
}

var machineVersion = regexp.MustCompile(`-(\d+)\.(\d+)`)

// isQ35 says whether the guest has PCI Express.
func (g *guest) isQ35() bool { return strings.Contains(g.config["machine"], "q35") }

// checkMachineVersion refuses to start a machine of a newer QEMU.
func (g *guest) checkMachineVersion() error {
	asked, err := parseProperties(g.config["machine"], "type")
	match := machineVersion.FindStringSubmatch(asked["type"])

	if err != nil || match == nil {
		return err
	}

	var haveMajor, haveMinor, major, minor int
	_, _ = fmt.Sscanf(qemuVersion, "%d.%d", &haveMajor, &haveMinor)
	_, _ = fmt.Sscanf(match[1]+"."+match[2], "%d.%d", &major, &minor)

	if major > haveMajor || major == haveMajor && minor > haveMinor {
		return fmt.Errorf("Installed QEMU version '%s' is too old to run machine type '%s', please upgrade node '%s'", qemuVersion, asked["type"], g.host)
	}

	return nil
}
