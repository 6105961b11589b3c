package proxmox

import (
	"fmt"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	sdnName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*[A-Za-z0-9]$`)
	// longestSDNName is the number of characters of a zone or a vnet.
	longestSDNName = 8
	wholeNumber    = regexp.MustCompile(`^\d+$`)
	addressText    = regexp.MustCompile(`^[0-9a-fA-F.:]+$`)
	addressList    = regexp.MustCompile(`^[0-9a-fA-F.:]+(?:[,;\s]+[0-9a-fA-F.:]+)*$`)
)

// sdnForms are the forms of the settings of zones, vnets and subnets.
var sdnForms = map[string]*regexp.Regexp{
	"nodes": anyText, "mtu": wholeNumber, "dns": anyText, "reversedns": anyText, "dnszone": anyText, "ipam": anyText, "dhcp": anyText,
	"bridge": anyText, "bridge-disable-mac-learning": flag, "tag": wholeNumber, "vlan-protocol": word("802.1q", "802.1ad"),
	"peers": addressList, "vxlan-port": wholeNumber, "vrf-vxlan": wholeNumber, "controller": anyText, "exitnodes": anyText,
	"exitnodes-local-routing": flag, "exitnodes-primary": anyText, "advertise-subnets": flag, "disable-arp-nd-suppression": flag,
	"rt-import": regexp.MustCompile(`^\d+:\d+(?:[,;\s]+\d+:\d+)*$`),
	"zone":      sdnName, "alias": regexp.MustCompile(`^[()_.\w\d\s-]{0,256}$`), "isolate-ports": flag, "vlanaware": flag,
	"vnet": sdnName, "gateway": addressText, "snat": flag, "dnszoneprefix": anyText, "dhcp-dns-server": addressText,
	"dhcp-range": regexp.MustCompile(`^start-address=[0-9a-fA-F.:]+,end-address=[0-9a-fA-F.:]+$`),
}

// ofEveryZone are settings that zones of all types have.
const ofEveryZone = "nodes mtu dns reversedns dnszone ipam"

// zoneSettings are those of each type of zone, with a ! before those that must be there.
var zoneSettings = map[string]string{
	"simple": "dhcp",
	"vlan":   "!bridge bridge-disable-mac-learning",
	"qinq":   "!tag !bridge bridge-disable-mac-learning vlan-protocol",
	"vxlan":  "peers vxlan-port",
	"evpn": "!vrf-vxlan !controller exitnodes exitnodes-local-routing exitnodes-primary advertise-subnets disable-arp-nd-suppression " +
		"bridge-disable-mac-learning rt-import vxlan-port",
}

// sdnNumbers are settings that answers have as numbers.
var sdnNumbers = []*regexp.Regexp{wholeNumber, flag}

const (
	vnetSettings   = "!zone tag alias vlanaware isolate-ports"
	subnetSettings = "!vnet gateway snat dnszoneprefix dhcp-range dhcp-dns-server"
)

// changeSDN reads the settings of an object out of a call, on top of what it has.
func (r *request) changeSDN(object sdnObject, settings string) (sdnObject, error) {
	changed, isNew := maps.Clone(object), len(object) == 0
	if isNew {
		changed = sdnObject{}
	}

	known := strings.Fields(settings)
	optional := func(name string) bool { return !slices.Contains(known, "!"+name) }

	for _, name := range splitList(strings.Join(r.values["delete"], ",")) {
		if !optional(name) {
			return nil, refuseParameter("delete", "unable to delete required option '%s'", name)
		}

		delete(changed, name)
	}

	for _, name := range slices.Sorted(maps.Keys(sdnForms)) {
		if !r.has(name) {
			continue
		}

		form, value := sdnForms[name], r.value(name)
		if !form.MatchString(value) {
			return nil, refuseParameter(name, "invalid format - value '%s' does not match", value)
		}

		if optional(name) && !slices.Contains(known, name) {
			return nil, refuse("unexpected property '%s'", name)
		}

		changed[name] = value

		if number, err := strconv.Atoi(value); err == nil && slices.Contains(sdnNumbers, form) {
			changed[name] = number
		}

		if name == "dhcp-range" {
			changed[name] = slices.Clone(r.values[name])
		}
	}

	for _, name := range known {
		if bare := strings.TrimPrefix(name, "!"); bare != name && changed[bare] == nil {
			return nil, refuseParameter(bare, "property is missing and it is not optional")
		}
	}

	return changed, nil
}

func checkSDNName(kind, name string) error {
	if !sdnName.MatchString(name) {
		return refuseParameter(kind, "invalid format - %s ID '%s' contains illegal characters", kind, name)
	}

	if len(name) > longestSDNName {
		return refuseParameter(kind, "invalid format - %s ID '%s' can't be more length than %d characters", kind, name, longestSDNName)
	}

	return nil
}

func createZone(r *request) (any, error) {
	if err := r.need("/sdn/zones", "SDN.Allocate"); err != nil {
		return nil, err
	}

	id, kind := r.value("zone"), r.value("type")
	if err := checkSDNName("zone", id); err != nil {
		return nil, err
	}

	own, known := zoneSettings[kind]
	if !known {
		return nil, refuseParameter("type", "value '%s' does not have a value in the enumeration 'evpn, qinq, simple, vlan, vxlan'", kind)
	}

	r.values.Del("zone")

	made, err := r.changeSDN(nil, ofEveryZone+" "+own)
	if err != nil {
		return nil, err
	}

	if r.server.sdn["zones"][id] != nil {
		return nil, refuse("create sdn zone object failed: sdn zone object ID '%s' already defined", id)
	}

	made["type"] = kind

	return nil, r.keepZone(id, made)
}

func updateZone(r *request) (any, error) {
	id := r.PathValue("zone")
	if err := r.need("/sdn/zones/"+id, "SDN.Allocate"); err != nil {
		return nil, err
	}

	found := r.server.sdn["zones"][id]
	if found == nil {
		return nil, refuse("sdn '%s' does not exist", id)
	}

	// clients send the name once more
	r.values.Del("zone")

	changed, err := r.changeSDN(found, ofEveryZone+" "+zoneSettings[found.text("type")])
	if err != nil {
		return nil, err
	}

	if found.text("ipam") != changed.text("ipam") && r.server.hasSubnets("zone", id) {
		return nil, refuseParameter("ipam", "can't change ipam if a subnet is already defined in this zone")
	}

	return nil, r.keepZone(id, changed)
}

// keepZone stores a zone that fits to what there is.
func (r *request) keepZone(id string, zone sdnObject) error {
	s := r.server

	for _, name := range []string{"dns", "reversedns"} {
		if server := zone.text(name); server != "" && !slices.Contains(s.config.SDN.DNSServers, server) {
			return refuseParameter(name, "%s don't exist", server)
		}
	}

	if zone.text("dnszone") != "" && zone.text("dns") == "" {
		return refuseParameter("dnszone", "missing dns server")
	}

	if ipam := zone.text("ipam"); ipam != "" && ipam != "pve" && !slices.Contains(s.config.SDN.IPAMs, ipam) {
		return refuseParameter("ipam", "%s not existing", ipam)
	}

	switch zone.text("type") {
	case "vxlan":
		if zone.text("peers") == "" {
			return refuseParameter("peers", "must have exactly one of peers / fabric defined")
		}
	case "evpn":
		if !slices.Contains(s.config.SDN.Controllers, zone.text("controller")) {
			return refuse("controller %s don't exist", zone.text("controller"))
		}

		for other, settings := range s.sdn["zones"] {
			if other != id && settings.text("vrf-vxlan") == zone.text("vrf-vxlan") {
				return refuse("vrf-vxlan %s is already declared in %s", zone.text("vrf-vxlan"), other)
			}
		}
	}

	s.sdn["zones"][id] = zone

	return nil
}

func deleteZone(r *request) (any, error) {
	id := r.PathValue("zone")
	if err := r.need("/sdn/zones/"+id, "SDN.Allocate"); err != nil {
		return nil, err
	}

	s := r.server
	if s.sdn["zones"][id] == nil {
		return nil, refuse("delete sdn zone object failed: sdn '%s' does not exist", id)
	}

	for _, vnet := range slices.Sorted(maps.Keys(s.sdn["vnets"])) {
		if s.sdn["vnets"][vnet].text("zone") == id {
			return nil, refuse("delete sdn zone object failed: zone %s is used by vnet %s", id, vnet)
		}
	}

	delete(s.sdn["zones"], id)

	return nil, nil
}

func createVnet(r *request) (any, error) {
	if err := r.need("/sdn/zones/"+r.value("zone"), "SDN.Allocate"); err != nil {
		return nil, err
	}

	id := r.value("vnet")
	if err := checkSDNName("vnet", id); err != nil {
		return nil, err
	}

	r.values.Del("vnet")

	made, err := r.changeSDN(nil, vnetSettings)
	if err != nil {
		return nil, err
	}

	if r.server.sdn["vnets"][id] != nil {
		return nil, refuse("create sdn vnet object failed: sdn vnet object ID '%s' already defined", id)
	}

	made["type"] = "vnet"

	return nil, r.keepVnet(id, made)
}

func updateVnet(r *request) (any, error) {
	id := r.PathValue("vnet")
	if err := r.needVnet(id, "SDN.Allocate"); err != nil {
		return nil, err
	}

	found := r.server.sdn["vnets"][id]

	changed, err := r.changeSDN(found, vnetSettings)
	if err != nil {
		return nil, err
	}

	if found.text("zone") != changed.text("zone") && r.server.hasSubnets("vnet", id) {
		return nil, refuseParameter("zone", "can't change zone if subnets exist")
	}

	return nil, r.keepVnet(id, changed)
}

// keepVnet stores a vnet that fits to its zone, and to the others.
func (r *request) keepVnet(id string, vnet sdnObject) error {
	s := r.server

	zone := s.sdn["zones"][vnet.text("zone")]
	if zone == nil {
		return refuse("sdn vnet object failed: zone '%s' does not exist", vnet.text("zone"))
	}

	if err := s.checkTag(id, vnet, zone.text("type")); err != nil {
		return err
	}

	if vnet["vlanaware"] == 1 && s.hasSubnets("vnet", id) {
		return refuseParameter("vlanaware", "vlanaware vnet is not compatible with subnets")
	}

	if zone.text("type") == "simple" && vnet["mac"] == nil {
		vnet["mac"] = s.newMAC()
	}

	s.sdn["vnets"][id] = vnet

	return nil
}

// checkTag refuses the tag of a vnet that its type of zone does not have, lacks, or has already.
func (s *Server) checkTag(id string, vnet sdnObject, kind string) error {
	tag, _ := vnet["tag"].(int)

	switch kind {
	case "simple":
		if tag != 0 {
			return refuseParameter("tag", "vlan tag is not allowed on simple zone")
		}

		return nil
	case "vlan":
		if tag == 0 {
			return refuseParameter("tag", "missing vlan tag")
		}
	case "vxlan", "evpn":
		if tag == 0 {
			return refuseParameter("tag", "missing vxlan tag")
		}
	}

	overlay := kind == "vxlan" || kind == "evpn"
	if most := map[bool]int{false: 4096, true: 16777215}[overlay]; tag > most {
		return refuseParameter("tag", "vlan tag max value is %d", most)
	}

	if kind == "evpn" && vnet["vlanaware"] == 1 {
		return refuseParameter("vlan-aware", "vlan-aware option can't be enabled with evpn")
	}

	for _, other := range slices.Sorted(maps.Keys(s.sdn["vnets"])) {
		one := s.sdn["vnets"][other]
		theirs := s.sdn["zones"][one.text("zone")].text("type")
		shares := one.text("zone") == vnet.text("zone") || overlay && (theirs == "vxlan" || theirs == "evpn")

		if other == id || !shares || one.text("tag") != vnet.text("tag") {
			continue
		}

		if tag == 0 {
			return refuseParameter("tag", "tag-less vnet already exists in zone %s vnet %s", vnet.text("zone"), other)
		}

		return refuseParameter("tag", "tag %d already exist in vnet %s", tag, other)
	}

	return nil
}

func deleteVnet(r *request) (any, error) {
	id := r.PathValue("vnet")
	if err := r.needVnet(id, "SDN.Allocate"); err != nil {
		return nil, err
	}

	if r.server.hasSubnets("vnet", id) {
		return nil, refuseParameter("vnet", "Can't delete vnet if subnets exists")
	}

	// machines that are connected to it are not looked for
	delete(r.server.sdn["vnets"], id)

	return nil, nil
}

// hasSubnets says whether a subnet is in a vnet or a zone.
func (s *Server) hasSubnets(of, name string) bool {
	for id, subnet := range s.sdn["subnets"] {
		zone, _, _ := subnetParts(id)
		if of == "zone" && zone == name || of == "vnet" && subnet.text("vnet") == name {
			return true
		}
	}

	return false
}

func createSubnet(r *request) (any, error) {
	vnet, cidr := r.PathValue("vnet"), r.value("subnet")
	if err := r.needVnet(vnet, "SDN.Allocate"); err != nil {
		return nil, err
	}

	if _, err := netip.ParsePrefix(cidr); err != nil {
		return nil, refuseParameter("subnet", "invalid format - value does not look like a valid CIDR network")
	}

	r.values.Set("vnet", vnet)

	made, err := r.changeSDN(nil, subnetSettings)
	if err != nil {
		return nil, err
	}

	zone, _ := r.server.zoneOf(vnet)
	id := zone + "-" + strings.ReplaceAll(cidr, "/", "-")

	if r.server.sdn["subnets"][id] != nil {
		return nil, refuse("create sdn subnet object failed: sdn subnet object ID '%s' already defined", id)
	}

	made["type"] = "subnet"

	return nil, r.keepSubnet(id, made)
}

func updateSubnet(r *request) (any, error) {
	vnet, id := r.PathValue("vnet"), r.PathValue("subnet")
	if err := r.needVnet(vnet, "SDN.Allocate"); err != nil {
		return nil, err
	}

	found := r.server.sdn["subnets"][id]
	if found == nil {
		return nil, refuse("update sdn subnet object failed: sdn subnet '%s' does not exist", id)
	}

	r.values.Set("vnet", vnet)

	changed, err := r.changeSDN(found, subnetSettings)
	if err != nil {
		return nil, err
	}

	return nil, r.keepSubnet(id, changed)
}

// keepSubnet stores a subnet whose addresses lie in it.
func (r *request) keepSubnet(id string, subnet sdnObject) error {
	_, network, mask := subnetParts(id)

	prefix, err := netip.ParsePrefix(network + "/" + mask)
	if err != nil {
		return refuseParameter("subnet", "invalid format - value does not look like a valid CIDR network")
	}

	if r.server.sdn["vnets"][subnet.text("vnet")]["vlanaware"] == 1 {
		return refuseParameter("vnet", "you can't add a subnet on a vlanaware vnet")
	}

	inside := func(text string) bool {
		address, err := netip.ParseAddr(text)

		return err == nil && prefix.Contains(address)
	}

	isPoint := prefix.Addr().Is4() && prefix.Bits() == 32
	if gateway := subnet.text("gateway"); gateway != "" && !inside(gateway) && !isPoint {
		return refuseParameter("gateway", "%s is not in subnet %s", gateway, prefix)
	}

	for _, one := range dhcpRanges(subnet) {
		start, end := one["start-address"], one["end-address"]

		for name, address := range map[string]string{"start": start, "end": end} {
			if !inside(address) {
				return refuseParameter("dhcp-range", "%s-address %s is not in subnet %s", name, address, prefix)
			}
		}

		if netip.MustParseAddr(start).Compare(netip.MustParseAddr(end)) > 0 {
			return refuseParameter("dhcp-range", "start-address %s must be smaller than end-address %s", start, end)
		}
	}

	r.server.sdn["subnets"][id] = subnet

	return nil
}

func deleteSubnet(r *request) (any, error) {
	vnet, id := r.PathValue("vnet"), r.PathValue("subnet")
	if err := r.needVnet(vnet, "SDN.Allocate"); err != nil {
		return nil, err
	}

	s := r.server

	found := s.sdn["subnets"][id]
	if found == nil {
		return nil, refuse("delete sdn subnet object failed: sdn subnet '%s' does not exist", id)
	}

	zone, network, mask := subnetParts(id)
	if s.sdn["zones"][zone].text("ipam") != "" && s.holdsAddresses(zone, found) {
		return nil, refuse("delete sdn subnet object failed: cannot delete subnet '%s', not empty", fmt.Sprintf("%s/%s", network, mask))
	}

	delete(s.sdn["subnets"], id)

	return nil, nil
}

// holdsAddresses says whether machines have addresses of a subnet: each card does from when it is made.
func (s *Server) holdsAddresses(zone string, subnet sdnObject) bool {
	if s.sdn["zones"][zone].text("dhcp") == "" || len(dhcpRanges(subnet)) == 0 {
		return false
	}

	for _, found := range s.guests {
		for key, value := range found.config {
			parsed, _ := parseProperties(value, "model")
			if strings.HasPrefix(key, "net") && parsed["bridge"] == subnet.text("vnet") {
				return true
			}
		}
	}

	return false
}
