package proxmox

import (
	"strings"
	"testing"
)

const (
	zones   = "/cluster/sdn/zones"
	vnets   = "/cluster/sdn/vnets"
	subnets = "/cluster/sdn/vnets/lab/subnets"
)

// withLab has a zone, a vnet and a subnet that nobody has applied.
func withLab(t *testing.T) *endpoint {
	t.Helper()

	e := newEndpoint(t)
	e.must("POST", zones, "zone=talos&type=simple&mtu=1400&nodes=pve1&ipam=pve&dhcp=dnsmasq")
	e.must("POST", vnets, "vnet=lab&zone=talos&alias=Lab")
	e.must("POST", subnets, "subnet=10.20.0.0/24&type=subnet&vnet=lab&gateway=10.20.0.1&snat=1&dhcp-range=start-address=10.20.0.100,end-address=10.20.0.199")

	return e
}

func TestSDNIsPendingUntilItIsApplied(t *testing.T) {
	e := withLab(t)

	zone := e.must("GET", zones+"/talos", "pending=1").(map[string]any)
	if zone["state"] != "new" || zone["type"] != "simple" || zone["mtu"] != nil || zone["pending"].(map[string]any)["mtu"] != float64(1400) {
		t.Fatalf("new zone %v", zone)
	}

	if running := e.must("GET", vnets, "running=1").([]any); len(running) != 0 {
		t.Fatalf("running %v", running)
	}

	e.must("PUT", "/cluster/sdn", "")

	zone = e.must("GET", zones+"/talos", "pending=1").(map[string]any)
	if zone["state"] != nil || zone["pending"] != nil || zone["mtu"] != float64(1400) {
		t.Fatalf("applied zone %v", zone)
	}

	e.must("PUT", zones+"/talos", "zone=talos&mtu=1300&delete=nodes")

	zone = e.must("GET", zones+"/talos", "pending=1").(map[string]any)
	changes := zone["pending"].(map[string]any)
	if zone["state"] != "changed" || zone["mtu"] != float64(1400) || changes["mtu"] != float64(1300) || changes["nodes"] != "deleted" || len(changes) != 2 {
		t.Fatalf("changed zone %v", zone)
	}

	e.must("DELETE", subnets+"/talos-10.20.0.0-24", "")
	e.must("DELETE", vnets+"/lab", "")
	e.must("DELETE", zones+"/talos", "")

	if running := e.must("GET", vnets, "running=1").([]any); len(running) != 1 {
		t.Fatalf("running %v", running)
	}

	if zone := e.must("GET", zones+"/talos", "pending=1").(map[string]any); zone["state"] != "deleted" {
		t.Fatalf("deleted zone %v", zone)
	}

	e.must("PUT", "/cluster/sdn", "")

	if status, message := e.refused("GET", zones+"/talos", "pending=1"); status != 500 || !strings.Contains(message, "sdn 'talos' does not exist") {
		t.Fatalf("got %d %q", status, message)
	}
}

func TestMachinesUseVnetsThatRun(t *testing.T) {
	e := withLab(t)
	e.addTalos("100")

	const config = "/nodes/pve1/qemu/100/config"

	refused := func(card, reason string) {
		t.Helper()

		if _, message := e.refused("PUT", config, values("net1", card)); !strings.Contains(message, "net1: hotplug problem - "+reason) {
			t.Fatalf("got %q", message)
		}
	}

	refused("virtio,bridge=lab", "bridge 'lab' does not exist")
	e.must("PUT", "/cluster/sdn", "")
	refused("virtio,bridge=lab,tag=3", "vm vlans are not allowed on vnet lab")
	refused("virtio,bridge=lab,trunks=3;4", "vm vlans are not allowed on vnet lab")
	e.must("PUT", zones+"/talos", "nodes=pve2")
	refused("virtio,bridge=lab", "vnet lab is not allowed on this node")
	e.must("PUT", zones+"/talos", "nodes=pve1")
	e.must("PUT", config, values("net1", "virtio,bridge=lab"))
	e.must("POST", zones, "zone=vlans&type=vlan&bridge=vmbr9")
	e.must("POST", vnets, "vnet=v20&zone=vlans&tag=20")
	e.must("PUT", "/cluster/sdn", "")

	// a host without the bridge of a zone makes no vnet of it
	if _, message := e.refused("PUT", config, values("net2", "virtio,bridge=v20")); !strings.Contains(message, "bridge 'v20' does not exist") {
		t.Fatalf("got %q", message)
	}

	if _, message := e.refused("DELETE", subnets+"/talos-10.20.0.0-24", ""); !strings.Contains(message, "cannot delete subnet '10.20.0.0/24', not empty") {
		t.Fatalf("got %q", message)
	}

	list := e.must("GET", "/nodes/pve1/network", "type=any_bridge").([]any)
	if pick(list[1], "iface", "type") != "lab vnet" {
		t.Fatalf("networks %v", list)
	}
}

func TestSDNThatIsRefused(t *testing.T) {
	e := withLab(t)
	e.must("POST", zones, "zone=vlans&type=vlan&bridge=vmbr0")
	e.must("POST", vnets, "vnet=v20&zone=vlans&tag=20")
	e.must("POST", zones, "zone=vx1&type=vxlan&peers=10.0.0.1,10.0.0.2")
	e.must("POST", zones, "zone=vx2&type=vxlan&peers=10.0.0.1,10.0.0.2")
	e.must("POST", vnets, "vnet=x9&zone=vx1&tag=9000")
	e.must("POST", vnets, "vnet=aware&zone=talos&vlanaware=1")

	for name, row := range map[string]struct{ method, path, form, message string }{
		"a long zone":              {"POST", zones, "zone=longzones&type=simple", "can't be more length than 8"},
		"a zone with a dash":       {"POST", zones, "zone=a-b&type=simple", "contains illegal characters"},
		"a zone twice":             {"POST", zones, "zone=talos&type=simple", "already defined"},
		"another type":             {"POST", zones, "zone=other&type=flat", "enumeration"},
		"a vlan zone without":      {"POST", zones, "zone=other&type=vlan", "bridge"},
		"a bridge of simple":       {"POST", zones, "zone=other&type=simple&bridge=vmbr0", "unexpected property 'bridge'"},
		"vxlan without peers":      {"POST", zones, "zone=other&type=vxlan", "exactly one of peers"},
		"evpn without controller":  {"POST", zones, "zone=other&type=evpn&controller=bgp&vrf-vxlan=1", "controller bgp don't exist"},
		"another dns server":       {"POST", zones, "zone=other&type=simple&dns=named", "named don't exist"},
		"a domain without server":  {"POST", zones, "zone=other&type=simple&dnszone=lab.example", "missing dns server"},
		"another ipam":             {"POST", zones, "zone=other&type=simple&ipam=netbox", "netbox not existing"},
		"a zone in use":            {"DELETE", zones + "/talos", "", "zone talos is used by vnet aware"},
		"another type afterwards":  {"PUT", zones + "/talos", "bridge=vmbr0", "unexpected property 'bridge'"},
		"ipam beside subnets":      {"PUT", zones + "/talos", "delete=ipam", "can't change ipam"},
		"a long vnet":              {"POST", vnets, "vnet=longvnets&zone=talos", "can't be more length than 8"},
		"a vnet twice":             {"POST", vnets, "vnet=lab&zone=talos", "already defined"},
		"a vnet in no zone":        {"POST", vnets, "vnet=new&zone=none", "zone 'none' does not exist"},
		"a tag of simple":          {"POST", vnets, "vnet=new&zone=talos&tag=3", "not allowed on simple zone"},
		"no tag of vlan":           {"POST", vnets, "vnet=new&zone=vlans", "missing vlan tag"},
		"a tag twice":              {"POST", vnets, "vnet=new&zone=vlans&tag=20", "tag 20 already exist in vnet v20"},
		"a tag of another zone":    {"POST", vnets, "vnet=new&zone=vx2&tag=9000", "tag 9000 already exist in vnet x9"},
		"a large tag":              {"POST", vnets, "vnet=new&zone=vlans&tag=5000", "max value"},
		"vlans beside subnets":     {"PUT", vnets + "/lab", "zone=talos&vlanaware=1", "not compatible with subnets"},
		"another zone":             {"PUT", vnets + "/lab", "zone=vlans&tag=3", "can't change zone if subnets exist"},
		"a vnet with subnets":      {"DELETE", vnets + "/lab", "", "Can't delete vnet if subnets exists"},
		"a subnet beside vlans":    {"POST", vnets + "/aware/subnets", "subnet=10.9.0.0/24", "can't add a subnet on a vlanaware vnet"},
		"a subnet twice":           {"POST", subnets, "subnet=10.20.0.0/24", "already defined"},
		"no subnet":                {"POST", subnets, "subnet=10.20.0.0", "valid CIDR network"},
		"a gateway of elsewhere":   {"POST", subnets, "subnet=10.9.0.0/24&gateway=10.8.0.1", "is not in subnet 10.9.0.0/24"},
		"a range of elsewhere":     {"POST", subnets, "subnet=10.9.0.0/24&dhcp-range=start-address=10.9.0.9,end-address=10.8.0.1", "is not in subnet"},
		"a range from high to low": {"POST", subnets, "subnet=10.9.0.0/24&dhcp-range=start-address=10.9.0.9,end-address=10.9.0.1", "must be smaller"},
		"a subnet of another vnet": {"GET", vnets + "/aware/subnets/talos-10.20.0.0-24", "", "wrong vnet"},
		"no subnet of it":          {"GET", subnets + "/talos-10.9.0.0-24", "", "does not exist"},
		"no vnet":                  {"GET", vnets + "/none", "", "sdn vnet 'none' does not exist"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, message := e.refused(row.method, row.path, row.form); !strings.Contains(message, row.message) {
				t.Fatalf("got %q", message)
			}
		})
	}
}

func TestRightsOnSDN(t *testing.T) {
	e := withLab(t)
	root := e
	root.must("POST", "/access/roles", "roleid=Net&privs=SDN.Allocate")
	root.must("POST", "/access/roles", "roleid=Use&privs=SDN.Use")
	give := func(path, role string) {
		root.must("PUT", "/access/acl", "path="+path+"&roles="+role+"&users=operator@pve&tokens=operator@pve!test")
	}
	as := e.as("operator@pve!test")

	denied := func(method, path, form, where string) {
		t.Helper()

		if status, message := as.refused(method, path, form); status != 403 || !strings.Contains(message, where) {
			t.Fatalf("%s %s: got %d %q", method, path, status, message)
		}
	}

	denied("POST", zones, "zone=mine&type=simple", "/sdn/zones")
	denied("POST", vnets, "vnet=mine&zone=talos", "/sdn/zones/talos")
	denied("PUT", vnets+"/lab", "zone=talos", "/sdn/zones/talos/lab")
	denied("PUT", "/cluster/sdn", "", "/sdn")
	denied("POST", "/nodes/pve1/qemu", "vmid=100&net0=virtio,bridge=lab", "/sdn/zones/talos/lab")

	give("/sdn/zones/talos/lab", "Use")
	as.must("POST", "/nodes/pve1/qemu", "vmid=100&net0=virtio,bridge=lab")

	give("/sdn", "Net")
	as.must("POST", zones, "zone=mine&type=simple")
	as.must("POST", vnets, "vnet=mine&zone=mine")
	as.must("PUT", "/cluster/sdn", "")
	// rights on a path take the place of those above
	denied("PUT", vnets+"/lab", "zone=talos", "/sdn/zones/talos/lab")
}
