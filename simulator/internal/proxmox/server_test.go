package proxmox

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"cdktf-proxmox-talos/simulator/internal/authority"
	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/machine"
)

func startServer(t *testing.T, config Config) (*Server, *http.Client, error) {
	t.Helper()

	ca, err := authority.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}

	server, err := Start(context.Background(), config, Dependencies{
		Recorder: calls.NewRecorder(io.Discard), Authority: ca, Rack: &rack{on: map[string]machine.Machine{}}, Shown: shown,
	})
	if err != nil {
		return nil, nil, err
	}

	t.Cleanup(func() { _ = server.Close() })

	content, err := os.ReadFile(ca.CertificatePath())
	if err != nil {
		t.Fatal(err)
	}

	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(content)

	return server, &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}, nil
}

func TestServedOverTLS(t *testing.T) {
	server, client, err := startServer(t, exampleConfig())
	if err != nil {
		t.Fatal(err)
	}

	for _, row := range []struct{ method, path, status, token string }{
		{"GET", "/api2/json/version", "200 OK", secret},
		{"GET", "/api2/json/version", "401 invalid token value!", "x"},
		{"GET", "/api2/json/nodes/pve9/qemu", "596 hostname lookup 'pve9' failed - failed to get address info for: pve9: No address associated with hostname", secret},
		{"GET", "/api2/json/nodes/pve1/qemu/100/config", "500 Configuration file 'nodes/pve1/qemu-server/100.conf' does not exist", secret},
		{"POST", "/api2/json/pools", "400 Parameter verification failed.", secret},
	} {
		asked, err := http.NewRequest(row.method, "https://127.21.1.1:8006"+row.path, nil)
		if err != nil {
			t.Fatal(err)
		}

		asked.Header.Set("Authorization", "PVEAPIToken="+rootToken+"="+row.token)

		answer, err := client.Do(asked)
		if err != nil {
			t.Fatal(err)
		}

		content, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()

		if answer.Status != row.status || answer.Header.Get(reasonHeader) != "" || !json.Valid(content) {
			t.Errorf("%s %s: %q %v %s", row.method, row.path, answer.Status, answer.Header, content)
		}

		if answer.TLS.Version != tls.VersionTLS13 {
			t.Errorf("TLS version %x", answer.TLS.Version)
		}
	}

	if err := server.Close(); err != nil {
		t.Fatal(err)
	}

	if _, err := client.Get("https://127.21.1.1:8006/api2/json/version"); err == nil {
		t.Fatal("a closed server answers")
	}
}

func TestWithReason(t *testing.T) {
	const answer = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 2\r\nX-Status-Reason: no such thing\r\nDate: x\r\n\r\nok"

	for _, row := range []struct{ answer, want string }{
		{answer, "HTTP/1.1 500 no such thing\r\nContent-Length: 2\r\nDate: x\r\n\r\nok"},
		{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", ""},
		{"HTTP/1.1 200 OK\r\n\r\n\r\nX-Status-Reason: from a body", ""},
		{"body", ""},
	} {
		if got := withReason([]byte(row.answer)); string(got) != row.want {
			t.Errorf("got %q, want %q", got, row.want)
		}
	}
}

func TestStartRefusesConfigurations(t *testing.T) {
	for _, row := range []struct {
		name    string
		change  func(*Config)
		message string
	}{
		{"no name", func(c *Config) { c.Name = "" }, "an endpoint has no name"},
		{"no hosts", func(c *Config) { c.Hosts = nil }, "the endpoint has no hosts"},
		{"two hosts of a name", func(c *Config) { c.Hosts[1].Name = "pve1" }, `two hosts are called "pve1"`},
		{"bad token", func(c *Config) { c.Tokens[0].ID = "root" }, `token id "root"; write USER@REALM!TOKENID`},
		{"bad secret", func(c *Config) { c.Tokens[0].Secret = "geheim" }, `the secret of token "root@pam!test" is no UUID in lower case`},
		{"unknown role", func(c *Config) { c.Tokens[0].Role = "King" }, `unknown role "King"`},
		{"unknown privilege", func(c *Config) { c.Roles["Limited"] = []string{"VM.Fly"} }, `unknown privilege "VM.Fly"`},
		{"built-in role", func(c *Config) { c.Roles["NoAccess"] = nil }, `role "NoAccess" is built in`},
		{"unknown type of storage", func(c *Config) { c.Hosts[0].Storages[0].Type = "tape" }, `type "tape"; write dir`},
		{"content that the type cannot hold", func(c *Config) { c.Hosts[0].Storages[1].Content = []string{"iso"} }, `type lvmthin cannot hold content "iso"`},
		{"no size", func(c *Config) { c.Hosts[0].Storages[0].SizeGiB = 0 }, "sizeGiB is 0"},
		{"storage of two kinds", func(c *Config) { c.Hosts[1].Storages[0].Content = []string{"iso"} }, `storage "local" has another type or content on host "pve2"`},
		{"bad device", func(c *Config) { c.Hosts[0].PCIDevices[0].Path = "02.0" }, `PCI device "02.0"`},
		{"mapping of no host", func(c *Config) {
			c.PCIMappings = map[string][]string{"gpu": {"id=8086:46a6,node=pve9,path=0000:00:02.0"}}
		}, `the entry "id=8086:46a6,node=pve9,path=0000:00:02.0" of PCI mapping "gpu"`},
		{"mapping without a device", func(c *Config) { c.PCIMappings = map[string][]string{"gpu": nil} }, `PCI mapping "gpu" has no device`},
		{"negative time", func(c *Config) { c.TaskMS = -1 }, "taskMs is -1"},
		{"address of another machine", func(c *Config) { c.Listen = "10.0.0.1:8006" }, "is not an address of 127.0.0.0/8"},
	} {
		t.Run(row.name, func(t *testing.T) {
			config := exampleConfig()
			row.change(&config)

			if _, _, err := startServer(t, config); err == nil || !strings.Contains(err.Error(), row.message) {
				t.Fatalf("got %v, want %q", err, row.message)
			}
		})
	}
}

func TestPortInUse(t *testing.T) {
	config := exampleConfig()
	config.Listen = "127.21.1.2:8006"

	if _, _, err := startServer(t, config); err != nil {
		t.Fatal(err)
	}

	if _, _, err := startServer(t, config); err == nil || !strings.Contains(err.Error(), "127.21.1.2:8006 is in use by another program") {
		t.Fatalf("got %v", err)
	}
}

func TestTaskFault(t *testing.T) {
	for _, row := range []struct{ name, path, method, call, form string }{
		{"create", "/api2/json/nodes/pve1/qemu", "POST", "/nodes/pve1/qemu", values("vmid", "101", "scsi0", "local-lvm:5")},
		{"resize", ".*/resize", "PUT", "/nodes/pve1/qemu/100/resize", "disk=scsi0&size=30G"},
		{"stop", ".*/status/stop", "POST", "/nodes/pve1/qemu/100/status/stop", ""},
		{"migrate", ".*/migrate", "POST", "/nodes/pve1/qemu/100/migrate", "target=pve2&online=1&with-local-disks=1"},
		{"delete of a file", ".*/content/.*", "DELETE", "/nodes/pve1/storage/local/content/local:import%2Ftalos.qcow2", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := newEndpoint(t)
			e.addTalos("100")

			before, _ := json.Marshal(e.server.Inventory())
			rule := calls.Rule{Path: row.path, Method: row.method, Action: calls.ActionTask, Message: "no space left", Times: 1}

			if err := e.recorder.AddFaults(rule); err != nil {
				t.Fatal(err)
			}

			status, data, _ := e.call(row.method, row.call, row.form)
			if exit := e.exit(data); status != 200 || exit != "no space left" {
				t.Fatalf("status %d, task ended with %q", status, exit)
			}

			if after, _ := json.Marshal(e.server.Inventory()); !bytes.Equal(before, after) {
				t.Fatalf("before %s\nafter  %s", before, after)
			}

			path := "/nodes/pve1/tasks/" + data.(string)

			state := e.must("GET", path+"/status", "").(map[string]any)
			if state["status"] != "stopped" || state["exitstatus"] != "no space left" {
				t.Fatalf("task %v", state)
			}

			lines := e.must("GET", path+"/log", "").([]any)
			if last := lines[len(lines)-1].(map[string]any); last["t"] != "TASK ERROR: no space left" || last["n"] != float64(len(lines)) {
				t.Fatalf("log %v", lines)
			}

			e.must(row.method, row.call, row.form)
		})
	}
}

func TestTasksTakeTheirTime(t *testing.T) {
	e := newEndpoint(t, func(config *Config) { config.TaskMS = 3_600_000 })

	_, data, _ := e.call("POST", "/nodes/pve1/qemu", values("vmid", "100", "scsi0", "local-lvm:5"))
	path := "/nodes/pve1/tasks/" + data.(string)

	if state := e.must("GET", path+"/status", "").(map[string]any); state["status"] != "running" || state["exitstatus"] != nil {
		t.Fatalf("task %v", state)
	}

	e.server.patience = time.Millisecond
	if _, message := e.refused("POST", "/nodes/pve1/qemu/100/status/start", ""); message != cannotLock {
		t.Fatalf("got %q", message)
	}

	e.must("DELETE", path, "")

	if exit := e.exit(data); exit != "interrupted by signal" {
		t.Fatalf("task ended with %q", exit)
	}

	if inventory := e.server.Inventory(); len(inventory.Guests) != 0 || inventory.Storages["pve1"]["local-lvm"] != 0 {
		t.Fatalf("left %+v", inventory)
	}
}

func TestJournalHasNoSecrets(t *testing.T) {
	e := newEndpoint(t)
	e.must("POST", "/nodes/pve1/qemu", "vmid=100&cores=3&cipassword=geheim&sshkeys=geheim")
	e.must("POST", "/access/users", "userid=a@pve&password=geheim&keys=geheim")

	journal := e.journal.String()
	if strings.Contains(journal, "geheim") || strings.Contains(journal, secret) {
		t.Fatalf("journal %s", journal)
	}

	for _, part := range []string{`"target":"main"`, `"path":"/api2/json/nodes/pve1/qemu"`, `"cores":"3"`, `"cipassword":"(secret)"`, `"status":"200"`} {
		if !strings.Contains(journal, part) {
			t.Errorf("the journal has no %s: %s", part, journal)
		}
	}
}
