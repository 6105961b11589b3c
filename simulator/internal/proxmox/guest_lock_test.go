package proxmox

import (
	"strings"
	"sync"
	"testing"
	"time"
)

const cannotLock = "can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout"

// calls that work on a guest, all of which take its lock file.
var working = []struct{ method, path, form string }{
	{"PUT", "/config", "cores=2"}, {"PUT", "/cloudinit", ""}, {"PUT", "/resize", "disk=scsi0&size=25G"}, {"POST", "/move_disk", "disk=scsi0&storage=files"},
	{"POST", "/status/start", ""}, {"POST", "/status/stop", ""}, {"POST", "/status/shutdown", ""}, {"POST", "/status/reboot", ""},
	{"POST", "/migrate", "target=pve2&online=1&with-local-disks=1"}, {"DELETE", "", ""},
}

func TestNobodyWorksOnAGuestBesideAnother(t *testing.T) {
	for _, row := range working {
		t.Run(row.method+row.path, func(t *testing.T) {
			e := newEndpoint(t)
			e.addTalos("100")

			// a shutdown that a guest does not hear holds the lock file as long as it waits
			e.rack.stubborn = true
			_, shutdown, _ := e.call("POST", "/nodes/pve1/qemu/100/status/shutdown", "timeout=3600")
			cancel := e.server.tasks[len(e.server.tasks)-1].cancel
			e.server.patience = 20 * time.Millisecond

			if status, message := e.refused(row.method, "/nodes/pve1/qemu/100"+row.path, row.form); strings.TrimSpace(message) != cannotLock {
				t.Errorf("got %d %q", status, message)
			}

			// what only looks is answered
			e.must("GET", "/nodes/pve1/qemu/100/config", "")
			e.must("GET", "/nodes/pve1/qemu/100/status/current", "")

			// whoever waits long enough gets its turn
			e.server.patience = time.Hour
			time.AfterFunc(20*time.Millisecond, cancel)
			e.must("PUT", "/nodes/pve1/qemu/100/config", "description=later")

			if exit := e.exit(shutdown); exit != "interrupted by signal" {
				t.Errorf("the shutdown ended with %q", exit)
			}
		})
	}
}

func TestALockOutlastsTheTask(t *testing.T) {
	e := newEndpoint(t, func(config *Config) { config.TaskMS = 50 })
	e.addTalos("100")

	_, migration, _ := e.call("POST", "/nodes/pve1/qemu/100/migrate", "target=pve2&online=1&with-local-disks=1")

	if status := e.must("GET", "/nodes/pve1/qemu/100/status/current", "").(map[string]any); status["lock"] != "migrate" {
		t.Errorf("while it migrates the guest has the lock %v", status["lock"])
	}

	if status, message := e.refused("POST", "/nodes/pve1/qemu/100/move_disk", "disk=scsi0&storage=files"); status != 500 || message != "VM is locked (migrate)\n" {
		t.Errorf("got %d %q", status, message)
	}

	if exit := e.exit(migration); exit != "OK" {
		t.Fatal(exit)
	}

	e.must("PUT", "/nodes/pve2/qemu/100/config", "cores=3")
}

func TestANumberCanBeHandedOutTwice(t *testing.T) {
	e := newEndpoint(t)

	first, second := e.must("GET", "/cluster/nextid", ""), e.must("GET", "/cluster/nextid", "")
	if first != "100" || second != "100" {
		t.Fatalf("got %v and %v", first, second)
	}

	e.must("POST", "/nodes/pve1/qemu", "vmid=100")

	if status, message := e.refused("POST", "/nodes/pve2/qemu", "vmid=100"); status != 500 || message != "unable to create VM 100 - VM 100 already exists on node 'pve1'\n" {
		t.Errorf("got %d %q", status, message)
	}
}

// Whoever comes second is refused even while the first has nothing but the number yet.
func TestTwoMakeOneGuestTogether(t *testing.T) {
	e := newEndpoint(t, func(config *Config) { config.TaskMS = 20 })

	var (
		both    sync.WaitGroup
		mutex   sync.Mutex
		refused []string
	)

	for _, host := range []string{"pve1", "pve2"} {
		both.Go(func() {
			if status, _, message := e.call("POST", "/nodes/"+host+"/qemu", "vmid=100"); status != 200 {
				mutex.Lock()
				defer mutex.Unlock()

				refused = append(refused, message)
			}
		})
	}

	both.Wait()

	if len(refused) != 1 || !strings.HasPrefix(refused[0], "unable to create VM 100 - VM 100 already exists on node 'pve") {
		t.Errorf("refused %q", refused)
	}
}

func TestContainersHaveNumbersToo(t *testing.T) {
	e := newEndpoint(t, func(config *Config) {
		config.Hosts[1].Containers = []Container{{ID: 100, Name: "dns"}, {ID: 102, Name: "proxy"}}
	})
	e.addTalos("101")

	if next := e.must("GET", "/cluster/nextid", ""); next != "103" {
		t.Errorf("the next id is %v", next)
	}

	if status, message := e.refused("GET", "/cluster/nextid", "vmid=102"); status != 400 || !strings.Contains(message, "vmid: VM 102 already exists") {
		t.Errorf("asked for 102: %d %q", status, message)
	}

	if status, message := e.refused("POST", "/nodes/pve1/qemu", "vmid=102"); status != 500 || message != "unable to create VM 102 - CT 102 already exists on node 'pve2'\n" {
		t.Errorf("made as 102: %d %q", status, message)
	}

	if status, message := e.refused("POST", "/nodes/pve1/qemu/101/clone", "newid=102&full=1"); status != 500 || message != "CT 102 already exists on node 'pve2'\n" {
		t.Errorf("cloned as 102: %d %q", status, message)
	}

	if _, message := e.refused("GET", "/nodes/pve2/qemu/102/config", ""); message != "Configuration file 'nodes/pve2/qemu-server/102.conf' does not exist\n" {
		t.Errorf("read as a virtual machine: %q", message)
	}

	ids := ""
	for _, one := range e.must("GET", "/cluster/resources", "type=vm").([]any) {
		ids += pick(one, "id", "node", "name") + "\n"
	}

	if ids != "qemu/101 pve1 cp101\nlxc/100 pve2 dns\nlxc/102 pve2 proxy\n" {
		t.Errorf("resources %s", ids)
	}

	for host, count := range map[string]int{"pve1": 0, "pve2": 2} {
		if list := e.must("GET", "/nodes/"+host+"/lxc", "").([]any); len(list) != count {
			t.Errorf("containers of %s: %v", host, list)
		}
	}

	if list := e.as("nobody@pve!test").must("GET", "/nodes/pve2/lxc", "").([]any); len(list) != 0 {
		t.Errorf("without a right: %v", list)
	}
}

func TestQEMUDoesNotComeUp(t *testing.T) {
	for name, row := range map[string]struct {
		settings []string
		log      []string
	}{
		"more memory than the host has": {[]string{"memory", "131073"}, []string{"kvm: cannot set up guest memory 'pc.ram': Cannot allocate memory"}},
		"unknown bridge": {[]string{"net0", "virtio,bridge=vmbr9"}, []string{
			"bridge 'vmbr9' does not exist", "kvm: -netdev type=tap,id=net0: network script /usr/libexec/qemu-server/pve-bridge failed with status 512",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEndpoint(t)
			e.must("POST", "/nodes/pve1/qemu", values(append([]string{"vmid", "100"}, row.settings...)...))

			_, data, _ := e.call("POST", "/nodes/pve1/qemu/100/status/start", "")
			if exit := e.exit(data); exit != "start failed: QEMU exited with code 1" {
				t.Errorf("got %q", exit)
			}

			log := []string{}
			for _, line := range e.must("GET", "/nodes/pve1/tasks/"+data.(string)+"/log", "").([]any) {
				log = append(log, pick(line, "t"))
			}

			if got, want := strings.Join(log, "\n"), strings.Join(append(row.log, "TASK ERROR: start failed: QEMU exited with code 1"), "\n"); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}

			if e.guest(100).Status != "stopped" {
				t.Error("the guest runs")
			}
		})
	}
}

func TestAHostHasWhatItIsGiven(t *testing.T) {
	e := newEndpoint(t, func(config *Config) { config.Hosts[0].CPUs, config.Hosts[0].MemoryMiB = 4, 1024 })
	e.must("POST", "/nodes/pve1/qemu", "vmid=100&cores=4&memory=1024")
	e.must("POST", "/nodes/pve1/qemu/100/status/start", "")
	e.must("POST", "/nodes/pve1/qemu", "vmid=101&cores=5")

	if _, message := e.refused("POST", "/nodes/pve1/qemu/101/status/start", ""); message != "MAX 4 vcpus allowed per VM on this node" {
		t.Errorf("got %q", message)
	}

	status := e.must("GET", "/nodes/pve1/status", "").(map[string]any)
	if cpus := status["cpuinfo"].(map[string]any)["cpus"]; cpus != 4.0 {
		t.Errorf("cpus %v", cpus)
	}
}
