package proxmox

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var networkModels = []string{"virtio", "e1000", "e1000e", "rtl8139", "vmxnet3"}

// normalizeNetwork reads the value of a network device and returns it as it is stored, with a MAC address in any case.
func (s *Server) normalizeNetwork(name, value string) (string, error) {
	parsed, err := parseProperties(value, "model")
	if err != nil {
		return "", refuseParameter(name, "%v", err)
	}

	for _, model := range networkModels {
		if address, given := parsed[model]; given {
			delete(parsed, model)
			parsed["model"], parsed["macaddr"] = model, address
		}
	}

	if err := parsed.onlyKeys("model", "macaddr", "bridge", "firewall", "link_down", "mtu", "queues", "rate", "tag", "trunks"); err != nil {
		return "", refuseParameter(name, "%v", err)
	}

	model := parsed["model"]
	if !slices.Contains(networkModels, model) {
		return "", refuseParameter(name, "invalid format - model: value '%s' does not have a value in the enumeration '%s'", model, strings.Join(networkModels, ", "))
	}

	address := strings.ToUpper(parsed["macaddr"])
	if address == "" {
		address = s.newMAC()
	}

	if !macAddress.MatchString(address) {
		return "", refuseParameter(name, "invalid format - macaddr: '%s' does not look like a valid unicast MAC address", address)
	}

	delete(parsed, "model")
	delete(parsed, "macaddr")

	if err := parsed.matches(cardProperties); err != nil {
		return "", refuseParameter(name, "%v", err)
	}

	if text := parsed["rate"]; text != "" {
		rate, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return "", refuseParameter(name, "invalid format - rate: type check ('number') failed - got '%s'", text)
		}

		parsed["rate"] = strconv.FormatFloat(rate, 'f', -1, 64)
	}

	rest := parsed.print("")
	if rest == "" {
		return model + "=" + address, nil
	}

	return model + "=" + address + "," + rest, nil
}

var macAddress = regexp.MustCompile(`^[0-9A-F][02468ACE](:[0-9A-F]{2}){5}$`)

// newMAC returns an address of the range of Proxmox that no machine of the endpoint has been given.
func (s *Server) newMAC() string {
	s.macs++

	return fmt.Sprintf("BC:24:11:%02X:%02X:%02X", s.macs>>16&0xff, s.macs>>8&0xff, s.macs&0xff)
}

// cardProperties are the forms of what a network device may say beside its model and its MAC address.
var cardProperties = map[string]*regexp.Regexp{
	"bridge": regexp.MustCompile(`^[-_.\w]{1,15}$`), "firewall": flag, "link_down": flag,
	// from 1 to 65520
	"mtu": regexp.MustCompile(`^(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[01]\d|65520)$`),
	// from 0 to 64
	"queues": regexp.MustCompile(`^(?:\d|[1-5]\d|6[0-4])$`),
	"rate":   regexp.MustCompile(`^\d+(?:\.\d+)?$`),
	// from 1 to 4094
	"tag":    regexp.MustCompile(`^(?:[1-9]\d{0,2}|[1-3]\d{3}|40[0-8]\d|409[0-4])$`),
	"trunks": regexp.MustCompile(`^\d+(?:-\d+)?(?:;\d+(?:-\d+)?)*$`),
}

// matches refuses values that do not have the form of their key.
func (p properties) matches(forms map[string]*regexp.Regexp) error {
	for key, text := range p {
		if form := forms[key]; form != nil && !form.MatchString(text) {
			return fmt.Errorf("invalid format - %s: value '%s' does not match the regex pattern", key, text)
		}
	}

	return nil
}

// defaultMTU is that of a bridge that says nothing of it.
const defaultMTU = 1500

// Bridge are the settings of a bridge of a host.
type Bridge struct {
	// VLANAware lets a port have several VLANs.
	VLANAware bool `json:"vlanAware,omitempty"`
	// MTU is the largest packet; 1500 where it is left out.
	MTU int `json:"mtu,omitempty"`
}

// checkBridge refuses a network device whose bridge is not there, or cannot carry it: what a host finds out when it plugs
// the device in.
func (s *Server) checkBridge(found *guest, value string) error {
	host, err := s.findHost(found.host)
	if err != nil {
		return err
	}

	parsed, err := parseProperties(value, "model")
	if err != nil {
		return err
	}

	name := parsed["bridge"]
	if name == "" {
		return nil
	}

	vnet, err := s.vnetAt(*host, name)
	if err != nil {
		return err
	}

	if vnet != nil {
		if vnet["vlanaware"] != 1 && parsed["tag"]+parsed["trunks"] != "" {
			return fmt.Errorf("vm vlans are not allowed on vnet %s", name)
		}

		return nil
	}

	if !host.hasBridge(name) {
		return fmt.Errorf("bridge '%s' does not exist", name)
	}

	bridge := host.BridgeSettings[name]
	if parsed["trunks"] != "" && !bridge.VLANAware {
		return fmt.Errorf("vlan aware feature need to be enabled on bridge (%s) to use trunks", name)
	}

	largest := bridge.MTU
	if largest == 0 {
		largest = defaultMTU
	}

	if mtu, err := strconv.Atoi(parsed["mtu"]); err == nil && parsed["virtio"] != "" && mtu > largest {
		return fmt.Errorf("MTU '%d' is bigger than the bridge MTU '%d'", mtu, largest)
	}

	return nil
}

// needBridge refuses the call unless the caller may use the bridge of a network device with each of its VLANs.
func (r *request) needBridge(parsed properties) error {
	bridge := parsed["bridge"]
	if bridge == "" {
		return nil
	}

	// a vnet counts as soon as it is written
	zone, err := r.server.zoneOf(bridge)
	if err != nil {
		zone = "localnetwork"
	}

	path := "/sdn/zones/" + zone + "/" + bridge

	tags := splitList(parsed["trunks"])
	if tag := parsed["tag"]; tag != "" {
		tags = append(tags, tag)
	}

	if len(tags) == 0 {
		return r.need(path, "SDN.Use")
	}

	for _, tag := range tags {
		if err := r.need(path+"/"+tag, "SDN.Use"); err != nil {
			return err
		}
	}

	return nil
}
