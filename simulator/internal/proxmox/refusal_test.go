package proxmox

import (
	"strings"
	"testing"
)

func TestRefusals(t *testing.T) {
	const pve1 = "/nodes/pve1/qemu"

	for _, row := range []struct {
		name, method, path, form string
		status                   int
		message                  string
	}{
		{"unknown path", "GET", "/nodes/pve1/ceph", "", 501, "Method 'GET /nodes/pve1/ceph' not implemented"},
		{"unknown method", "PATCH", "/version", "", 501, "Method 'PATCH /version' not implemented"},
		{"unknown parameter", "GET", "/version", "x=1", 400, "x: property is not defined in schema"},
		{"unknown setting", "POST", pve1, "vmid=101&colour=red", 400, "colour: property is not defined in schema"},
		{"slot that no bus has", "POST", pve1, values("vmid", "101", "scsi31", "local-lvm:5"), 400, "scsi31: property is not defined"},
		{"missing parameter", "POST", "/pools", "comment=x", 400, "poolid: property is missing and it is not optional"},
		{"no number", "POST", pve1, "vmid=many", 400, "vmid: type check ('integer') failed - got 'many'"},
		{"no switch", "POST", pve1, "vmid=101&onboot=perhaps", 400, "onboot: type check ('boolean') failed - got 'perhaps'"},
		{"id too low", "POST", pve1, "vmid=99", 400, "vmid: invalid format"},
		{"id in use", "POST", pve1, "vmid=100", 500, "unable to create VM 100 - VM 100 already exists on node 'pve1'"},
		{"id in use on another host", "POST", "/nodes/pve2/qemu", "vmid=100", 500, "unable to create VM 100 - VM 100 already exists on node 'pve1'"},
		{"unknown host", "POST", "/nodes/pve9/qemu", "vmid=101", 596, "hostname lookup 'pve9' failed"},
		{"guest on another host", "GET", "/nodes/pve2/qemu/100/config", "", 500, "Configuration file 'nodes/pve2/qemu-server/100.conf' does not exist"},
		{"unknown guest", "GET", pve1 + "/999/status/current", "", 500, "Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist"},
		{"unknown pool", "POST", pve1, "vmid=101&pool=nope", 500, "pool 'nope' does not exist"},
		{"unknown storage", "POST", pve1, values("vmid", "101", "scsi0", "nope:5"), 500, "storage 'nope' does not exist"},
		{"storage without images", "POST", pve1, values("vmid", "101", "scsi0", "local:5"), 400, "scsi0: storage 'local' does not support vm images"},
		{"format that the storage has not", "POST", pve1, values("vmid", "101", "scsi0", "file=local-lvm:5,format=qcow2"), 200, "unable to create VM 101 - unsupported format 'qcow2'"},
		{"missing image", "POST", pve1, values("vmid", "101", "scsi0", "local-lvm:0,import-from=local:import/x.qcow2"), 200, "unable to create VM 101 - volume 'local:import/x.qcow2' does not exist"},
		{"import of an ISO", "POST", pve1, values("vmid", "101", "scsi0", "local-lvm:0,import-from=local:iso/talos.iso"), 400, "has wrong type 'iso'"},
		{"import of a path", "POST", pve1, values("vmid", "101", "scsi0", "local-lvm:0,import-from=/etc/passwd"), 500, "Only root can pass arbitrary filesystem paths."},
		{"missing ISO", "POST", pve1, values("vmid", "101", "ide3", "local:iso/x.iso,media=cdrom"), 200, "volume 'local:iso/x.iso' does not exist"},
		{"full storage", "POST", pve1, values("vmid", "101", "scsi0", "local-lvm:500"), 200, "unable to create VM 101 - no space left on device"},
		{"second cloud-init drive", "PUT", pve1 + "/100/config", values("ide0", "local-lvm:cloudinit"), 400, "cloud-init drive is already attached at 'ide2'"},
		{"iothread on SATA", "POST", pve1, values("vmid", "101", "sata0", "local-lvm:5,iothread=1"), 400, "do not exist on the bus sata"},
		{"unknown key of a disk", "POST", pve1, values("vmid", "101", "scsi0", "local-lvm:5,colour=red"), 400, "colour: property is not defined in schema"},
		{"bad MAC address", "POST", pve1, values("vmid", "101", "net0", "virtio=BC:24"), 400, "does not look like a valid unicast MAC address"},
		{"VLAN that there is not", "POST", pve1, values("vmid", "101", "net0", "virtio,bridge=vmbr0,tag=4095"), 400, "tag: value '4095' does not match"},
		{"trunks with commas", "POST", pve1, values("vmid", "101", "net0", "virtio,bridge=vmbr0,trunks=10 20"), 400, "trunks: value '10 20' does not match"},
		{"packets that are too large for anyone", "POST", pve1, values("vmid", "101", "net0", "virtio,bridge=vmbr0,mtu=65521"), 400, "mtu: value '65521' does not match"},
		{"too many queues", "POST", pve1, values("vmid", "101", "net0", "virtio,bridge=vmbr0,queues=65"), 400, "queues: value '65' does not match"},
		{"negative rate", "POST", pve1, values("vmid", "101", "net0", "virtio,bridge=vmbr0,rate=-1"), 400, "rate: value '-1' does not match"},
		{"group as MAC address", "POST", pve1, values("vmid", "101", "net0", "virtio=01:00:5E:00:00:01"), 400, "does not look like a valid unicast MAC address"},
		{"hot-plugged trunks on a bridge without VLANs", "PUT", pve1 + "/100/config", values("net1", "virtio,bridge=vmbr0,trunks=10;20"), 400, "net1: hotplug problem - vlan aware feature need to be enabled on bridge (vmbr0) to use trunks"},
		{"hot-plugged card with larger packets than its bridge", "PUT", pve1 + "/100/config", values("net1", "virtio,bridge=vmbr0,mtu=9000"), 400, "net1: hotplug problem - MTU '9000' is bigger than the bridge MTU '1500'"},
		{"bad name", "POST", pve1, "vmid=101&name=a_b", 400, "does not look like a valid DNS name"},
		{"bad tag", "POST", pve1, "vmid=101&tags=a%21", 400, "invalid characters in tag 'a!'"},
		{"bad machine", "POST", pve1, "vmid=101&machine=amiga", 400, "machine: invalid format"},
		{"bad bios", "POST", pve1, "vmid=101&bios=coreboot", 400, "enumeration 'seabios, ovmf'"},
		{"unknown key of a device", "POST", pve1, values("vmid", "101", "usb0", "mapping=a,colour=red"), 400, "colour: property is not defined in schema"},
		{"device of the host itself", "POST", pve1, values("vmid", "101", "hostpci0", "host=0000:00:02.0"), 500, "only root can set 'hostpci0' config for non-mapped devices"},
		{"settings of root", "POST", pve1, "vmid=101&affinity=0-3", 500, "only root can set 'affinity' config"},
		{"boot from nothing", "PUT", pve1 + "/100/config", values("boot", "order=scsi5"), 500, "invalid bootorder: device 'scsi5' does not exist"},
		{"set and remove", "PUT", pve1 + "/100/config", "cores=2&delete=cores", 400, "Cannot use 'cores' and '-delete cores' at the same time"},
		{"remove of nonsense", "PUT", pve1 + "/100/config", "delete=colour", 400, "unknown option 'colour'"},
		{"old digest", "PUT", pve1 + "/100/config", "cores=2&digest=0", 500, "detected modified configuration"},
		{"hot-plugged network on an unknown bridge", "PUT", pve1 + "/100/config", values("net1", "virtio,bridge=vmbr9"), 400, "net1: hotplug problem - bridge 'vmbr9' does not exist"},
		{"resize of nothing", "PUT", pve1 + "/100/resize", "disk=scsi9&size=5G", 200, "disk 'scsi9' does not exist"},
		{"resize to nonsense", "PUT", pve1 + "/100/resize", "disk=scsi0&size=big", 400, `"big" is no size`},
		{"resize beyond the storage", "PUT", pve1 + "/100/resize", "disk=scsi0&size=900G", 200, "no space left on device"},
		{"move to where it is", "POST", pve1 + "/100/move_disk", "disk=scsi0&storage=local-lvm", 500, "you can't move to the same storage with same format"},
		{"move to an unknown storage", "POST", pve1 + "/100/move_disk", "disk=scsi0&storage=nope", 500, "storage 'nope' does not exist"},
		{"migration to itself", "POST", pve1 + "/100/migrate", "target=pve1&online=1", 400, "target is local node."},
		{"migration of a running guest", "POST", pve1 + "/100/migrate", "target=pve2", 500, "can't migrate running VM without --online"},
		{"migration without disks", "POST", pve1 + "/100/migrate", "target=pve2&online=1", 200, "without with-local-disks option"},
		{"migration to nowhere", "POST", pve1 + "/100/migrate", "target=pve9&online=1", 596, "hostname lookup 'pve9' failed"},
		{"linked clone", "POST", pve1 + "/100/clone", "newid=101", 500, "VM 100 is no template"},
		{"next id in use", "GET", "/cluster/nextid", "vmid=100", 400, "vmid: VM 100 already exists"},
		{"volume of nowhere", "GET", "/nodes/pve1/storage/local/content/import%2Fx.qcow2", "", 500, "volume 'local:import/x.qcow2' does not exist"},
		{"volume of another storage", "GET", "/nodes/pve1/storage/local/content/nas:iso%2Fx.iso", "", 400, "storage ID mismatch"},
		{"disk of a guest", "DELETE", "/nodes/pve1/storage/local-lvm/content/local-lvm:vm-100-disk-0", "", 500, "a guest with VMID '100' exists!"},
		{"unknown storage of a host", "GET", "/nodes/pve1/storage/nope/content", "", 500, "storage 'nope' does not exist"},
		{"unknown task", "GET", "/nodes/pve1/tasks/UPID:pve1:1:1:1:x::root@pam:/status", "", 500, "no such task"},
		{"pool twice", "POST", "/pools", "poolid=talos", 500, "pool 'talos' already exists"},
		{"member of nowhere", "PUT", "/pools", "poolid=talos&vms=999", 500, "VM 999 does not exist"},
		{"high availability of nothing", "POST", "/cluster/ha/resources", "sid=vm:999", 500, "resource 'vm:999' does not exists in cluster"},
		{"unknown HA resource", "GET", "/cluster/ha/resources/vm:100", "", 500, "no such resource 'vm:100'"},
		{"unknown HA rule", "GET", "/cluster/ha/rules/a1", "", 500, "no such ha rule 'a1'"},
		{"HA group", "POST", "/cluster/ha/groups", "group=a&nodes=pve1", 500, "ha groups have been migrated to rules"},
		{"rule for what is not managed", "POST", "/cluster/ha/rules", "rule=a1&type=node-affinity&resources=vm:100&nodes=pve1", 500, "cannot use unmanaged resource(s) vm:100."},
		{"mapping without a path", "POST", "/cluster/mapping/pci", values("id", "gpu", "map", "id=8086:46a6,node=pve1"), 400, "path: property is missing"},
		{"USB mapping without an id", "POST", "/cluster/mapping/usb", values("id", "stick", "map", "node=pve1,path=1-4"), 400, "id: property is missing"},
		{"USB mapping of something else", "POST", "/cluster/mapping/usb", values("id", "stick", "map", "id=stick,node=pve1"), 400, "id: value 'stick' does not match"},
		{"USB mapping of no port", "POST", "/cluster/mapping/usb", values("id", "stick", "map", "id=1a86:55d4,node=pve1,path=usb1"), 400, "path: value 'usb1' does not match"},
		{"directory that is none", "POST", "/cluster/mapping/dir", values("id", "share", "map", "node=pve1,path=share"), 400, "path: value 'share' does not match"},
		{"mapping of an unknown host", "POST", "/cluster/mapping/pci", values("id", "gpu", "map", "id=8086:46a6,node=pve9,path=0000:00:02.0"), 400, "'pve9' is no node"},
		{"mapping of an unknown kind", "GET", "/cluster/mapping/gpu", "", 501, "not implemented"},
		{"role that is built in", "DELETE", "/access/roles/Administrator", "", 500, "is built in"},
		{"unknown privilege", "POST", "/access/roles", "roleid=R&privs=VM.Fly", 400, "invalid privilege 'VM.Fly'"},
		{"grant of an unknown role", "PUT", "/access/acl", "path=/&roles=Nope&users=root@pam", 500, "role 'Nope' does not exist"},
		{"grant to nobody", "PUT", "/access/acl", "path=/&roles=NoAccess&users=x@pve", 500, "user 'x@pve' does not exist"},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := newEndpoint(t)
			e.addTalos("100")
			e.addImage("pve1", "local", "iso/talos.iso")

			status, message := e.refused(row.method, row.path, row.form)
			if status != row.status || !strings.Contains(message, row.message) {
				t.Fatalf("got %d %q\nwant %d %q", status, message, row.status, row.message)
			}
		})
	}
}

func TestStartRefuses(t *testing.T) {
	for _, row := range []struct {
		name     string
		settings []string
		message  string
	}{
		{"more cores than the host has", []string{"cores", "17"}, "MAX 16 vcpus allowed per VM on this node"},
		{"more cores in sockets than the host has", []string{"cores", "9", "sockets", "2"}, "MAX 16 vcpus allowed per VM on this node"},
		{"unknown mapping", []string{"hostpci0", "mapping=nope"}, "PCI device mapping not found for 'nope'"},
		{"mapping without this host", []string{"hostpci0", "mapping=other"}, "PCI device mapping 'other' has no device on node 'pve1'"},
		{"device that is another", []string{"hostpci0", "mapping=wrong"}, "'id' does not match for 'wrong'"},
		{"device that is not there", []string{"hostpci0", "mapping=missing"}, "pci device '0000:00:03.0' not found"},
		{"PCI express without q35", []string{"hostpci0", "mapping=gpu,pcie=1"}, "q35 machine model is not enabled"},
		{"device in use", []string{"hostpci0", "mapping=gpu"}, "PCI device '0000:00:02.0' already in use by VMID '100'"},
		{"unknown USB mapping", []string{"usb0", "mapping=nope"}, "USB device mapping not found for 'nope'"},
		{"unknown directory", []string{"virtiofs0", "dirid=nope"}, "DIR device mapping not found for 'nope'"},
		{"missing snippet", []string{"cicustom", "user=local:snippets/x.yaml"}, "volume 'local:snippets/x.yaml' does not exist"},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := newEndpoint(t)

			for name, entry := range map[string]string{
				"gpu": "id=8086:46a6,node=pve1,path=0000:00:02.0,iommugroup=0", "other": "id=8086:46a6,node=pve2,path=0000:00:02.0",
				"wrong": "id=8086:1111,node=pve1,path=0000:00:02.0", "missing": "id=8086:46a6,node=pve1,path=0000:00:03.0",
			} {
				e.must("POST", "/cluster/mapping/pci", values("id", name, "map", entry))
			}

			e.must("POST", "/nodes/pve1/qemu", values("vmid", "100", "machine", "q35", "hostpci0", "mapping=gpu,pcie=1"))
			e.must("POST", "/nodes/pve1/qemu/100/status/start", "")
			e.must("POST", "/nodes/pve1/qemu", values(append([]string{"vmid", "101"}, row.settings...)...))

			_, message := e.refused("POST", "/nodes/pve1/qemu/101/status/start", "")
			if !strings.Contains(message, row.message) {
				t.Fatalf("got %q, want %q", message, row.message)
			}

			if e.guest(101).Status != "stopped" {
				t.Fatal("the guest runs")
			}
		})
	}
}

func TestProtectedAndLockedGuests(t *testing.T) {
	e := newEndpoint(t)
	e.must("POST", "/nodes/pve1/qemu", "vmid=100&protection=1")
	e.must("POST", "/nodes/pve1/qemu", "vmid=101")

	if _, message := e.refused("DELETE", "/nodes/pve1/qemu/100", ""); message != "can't remove VM 100 - protection mode enabled\n" {
		t.Fatalf("got %q", message)
	}

	for _, id := range []int{100, 101} {
		if err := e.server.Lock(id, "backup"); err != nil {
			t.Fatal(err)
		}
	}

	for _, row := range []struct{ method, path, form string }{
		{"PUT", "/config", "cores=2"}, {"POST", "/config", "cores=2"}, {"PUT", "/resize", "disk=scsi0&size=5G"}, {"POST", "/status/start", ""},
		{"POST", "/status/stop", ""}, {"POST", "/status/shutdown", ""}, {"POST", "/template", ""}, {"POST", "/migrate", "target=pve2"}, {"POST", "/move_disk", "disk=scsi0&storage=files"}, {"DELETE", "", ""},
	} {
		// protection is looked at before the lock is
		id := map[bool]string{true: "101", false: "100"}[row.method == "DELETE"]
		if _, message := e.refused(row.method, "/nodes/pve1/qemu/"+id+row.path, row.form); strings.TrimSpace(message) != "VM is locked (backup)" {
			t.Errorf("%s %s: %q", row.method, row.path, message)
		}
	}

	status := e.must("GET", "/nodes/pve1/qemu/100/status/current", "").(map[string]any)
	if status["lock"] != "backup" {
		t.Fatalf("status %v", status)
	}

	if err := e.server.Lock(100, ""); err != nil {
		t.Fatal(err)
	}

	e.must("PUT", "/nodes/pve1/qemu/100/config", "protection=0")
	e.must("DELETE", "/nodes/pve1/qemu/100", "")

	if err := e.server.Lock(100, "backup"); err == nil {
		t.Fatal("a guest that does not exist was locked")
	}
}

func TestPermissions(t *testing.T) {
	const guest = "/nodes/pve1/qemu/100"

	for _, row := range []struct {
		token, method, path, form string
		message                   string
	}{
		{"auditor@pve!test", "GET", guest + "/config", "", ""},
		{"auditor@pve!test", "PUT", guest + "/config", "cores=2", "Permission check failed (/vms/100, VM.Config.CPU)"},
		{"auditor@pve!test", "POST", "/nodes/pve1/qemu", "vmid=101", "Permission check failed (/vms/101, VM.Allocate)"},
		{"auditor@pve!test", "POST", guest + "/status/stop", "", "Permission check failed (/vms/100, VM.PowerMgmt)"},
		{"auditor@pve!test", "GET", guest + "/agent/network-get-interfaces", "", ""},
		{"auditor@pve!test", "GET", "/pools", "poolid=talos", ""},
		{"auditor@pve!test", "POST", "/nodes/pve1/storage/local/download-url", "content=iso&filename=a.iso&url=http://127.21.1.9/a", "Permission check failed (/storage/local, Datastore.AllocateTemplate)"},
		{"auditor@pve!test", "GET", "/nodes/pve1/query-url-metadata", "url=http://127.21.1.9/a", "Permission check failed (/nodes/pve1, Sys.AccessNetwork)"},
		{"operator@pve!test", "POST", "/nodes/pve1/qemu", "vmid=101&cores=2&memory=1024", ""},
		{"operator@pve!test", "POST", "/nodes/pve1/qemu", values("vmid", "101", "scsi0", "local-lvm:5"), "Permission check failed (/storage/local-lvm, Datastore.AllocateSpace)"},
		{"operator@pve!test", "POST", "/nodes/pve1/qemu", values("vmid", "101", "net0", "virtio,bridge=vmbr0,tag=3"), "Permission check failed (/sdn/zones/localnetwork/vmbr0/3, SDN.Use)"},
		{"operator@pve!test", "PUT", guest + "/config", values("startup", "order=1"), "Permission check failed (/, Sys.Modify)"},
		{"operator@pve!test", "PUT", guest + "/config", values("ide3", "cdrom,media=cdrom"), "Permission check failed (/, Sys.Console)"},
		{"operator@pve!test", "PUT", guest + "/config", values("hostpci0", "mapping=gpu"), "Permission check failed (/mapping/pci/gpu, Mapping.Use)"},
		{"operator@pve!test", "GET", "/nodes/pve1/storage/local-lvm/content/local-lvm:vm-100-disk-0", "", "Permission check failed (/storage/local-lvm, Datastore.Audit)"},
		{"operator@pve!test", "PUT", "/pools", "poolid=talos&vms=100", "Permission check failed (/pool/talos, Pool.Allocate)"},
		{"operator@pve!test", "POST", "/cluster/ha/resources", "sid=vm:100", "Permission check failed (/, Sys.Console)"},
		{"operator@pve!test", "POST", "/access/users", "userid=a@pve", "Permission check failed (/access/groups, User.Modify)"},
		{"operator@pve!test", "POST", "/access/roles", "roleid=R&privs=VM.Audit", "Permission check failed (/access, Sys.Modify)"},
		{"operator@pve!test", "PUT", "/access/acl", "path=/&roles=Administrator&users=operator@pve", "Permission check failed (/, Permissions.Modify)"},
		{"limited@pve!test", "PUT", guest + "/config", "cores=2", ""},
		{"limited@pve!test", "PUT", guest + "/config", "memory=4096", "Permission check failed (/vms/100, VM.Config.Memory)"},
		{"limited@pve!test", "PUT", guest + "/config", "delete=tags", "Permission check failed (/vms/100, VM.Config.Options)"},
		{"nobody@pve!test", "GET", guest + "/status/current", "", "Permission check failed (/vms/100, VM.Audit)"},
		{"nobody@pve!test", "DELETE", guest, "", "Permission check failed (/vms/100, VM.Allocate)"},
	} {
		t.Run(row.token+" "+row.method+" "+row.path+" "+row.form, func(t *testing.T) {
			e := newEndpoint(t)
			e.addTalos("100")

			e = e.as(row.token)
			if row.message == "" {
				e.must(row.method, row.path, row.form)

				return
			}

			status, message := e.refused(row.method, row.path, row.form)
			if status != 403 || message != row.message+"\n" {
				t.Fatalf("got %d %q\nwant %q", status, message, row.message)
			}
		})
	}
}

func TestListsAreFilteredNotRefused(t *testing.T) {
	e := newEndpoint(t)
	e.addTalos("100")

	for token, want := range map[string]int{rootToken: 1, "limited@pve!test": 1, "nobody@pve!test": 0} {
		for _, path := range []string{"/cluster/resources?type=vm", "/nodes/pve1/qemu"} {
			if got := len(e.as(token).must("GET", path, "").([]any)); got != want {
				t.Errorf("%s sees %d guests by %s, want %d", token, got, path, want)
			}
		}
	}
}

func TestAuthentication(t *testing.T) {
	e := newEndpoint(t)

	for _, row := range []struct{ token, message string }{
		{"root@pam!nope", "no such token 'nope' for user 'root@pam'"},
		{"who@pve!test", "no such user ('who@pve')"},
		{rootToken + "=x", "invalid token value!"},
	} {
		status, message := e.as(row.token).refused("GET", "/version", "")
		if status != 401 || message != row.message+"\n" {
			t.Errorf("%s: %d %q", row.token, status, message)
		}
	}
}

func TestGrantsOnPaths(t *testing.T) {
	e := newEndpoint(t)
	e.must("POST", "/access/groups", "groupid=admins")
	e.must("POST", "/access/users", "userid=tf@pve&groups=admins&password=geheim")

	made := e.must("POST", "/access/users/tf@pve/token/own", "privsep=0").(map[string]any)
	apart := e.must("POST", "/access/users/tf@pve/token/apart", "").(map[string]any)
	own, separate := *e, *e
	own.token, separate.token = made["full-tokenid"].(string), apart["full-tokenid"].(string)

	// the tokens have secrets of their own; the tests call with one secret
	for _, name := range []string{"own", "apart"} {
		held := e.server.users["tf@pve"].tokens[name]
		held.secret = secret
		e.server.users["tf@pve"].tokens[name] = held
	}

	create := func(id, more string) string { return "vmid=" + id + more }

	own.refused("POST", "/nodes/pve1/qemu", create("100", "&pool=talos"))
	e.must("PUT", "/access/acl", "path=/pool/talos&roles=PVEVMAdmin&groups=admins")
	own.refused("POST", "/nodes/pve1/qemu", create("100", ""))
	own.must("POST", "/nodes/pve1/qemu", create("100", "&pool=talos&cores=2"))
	own.must("PUT", "/nodes/pve1/qemu/100/config", "cores=4")
	separate.refused("GET", "/nodes/pve1/qemu/100/config", "")

	e.must("PUT", "/access/acl", "path=/vms&roles=PVEAuditor&tokens=tf@pve!apart")
	separate.must("GET", "/nodes/pve1/qemu/100/config", "")
	e.must("POST", "/nodes/pve1/qemu", create("101", ""))
	separate.refused("GET", "/nodes/pve1/qemu/101/config", "") // a token may not do more than its user

	// a deeper grant replaces the one above
	e.must("PUT", "/access/acl", "path=/vms/100&roles=NoAccess&tokens=tf@pve!apart")
	separate.refused("GET", "/nodes/pve1/qemu/100/config", "")

	e.must("PUT", "/access/acl", "path=/pool/talos&roles=PVEVMAdmin&groups=admins&delete=1")
	own.refused("PUT", "/nodes/pve1/qemu/100/config", "cores=8")

	e.must("DELETE", "/access/users/tf%40pve", "")

	if status, _ := own.refused("GET", "/version", ""); status != 401 {
		t.Fatalf("status %d", status)
	}

	for _, given := range e.server.grants {
		if strings.HasPrefix(given.id, "tf@pve") {
			t.Fatalf("a grant of a user who is gone is left: %+v", given)
		}
	}
}
