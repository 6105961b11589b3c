package homelab

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/statestore"
)

func newControl() *control {
	return &control{
		recorder:  calls.NewRecorder(&bytes.Buffer{}),
		inventory: func() (Inventory, error) { return Inventory{State: []statestore.Stored{{Path: "/a"}}}, nil },
		powerOn: func(name string) error {
			if name != "metal" {
				return fmt.Errorf("no physical machine is called %q", name)
			}

			return nil
		},
		lock: func(endpoint string, id int, reason string) error {
			if endpoint != "main" || id != 100 || reason == "nonsense" {
				return fmt.Errorf("endpoint %q has no virtual machine %d to lock for %q", endpoint, id, reason)
			}

			return nil
		},
		run: func(endpoint, host, line string) (string, error) {
			if endpoint != "main" || host != "pve1" {
				return "", fmt.Errorf("no host %s of %s", host, endpoint)
			}

			if line != "pvesm set local --disable 0" {
				return "half done\n", fmt.Errorf("command not found")
			}

			return "done\n", nil
		},
		upgrade: func(_ context.Context, cluster, version string) error {
			if cluster != "home" {
				return fmt.Errorf("no machine of a cluster %q is on", cluster)
			}

			if version != "1.36.3" {
				return fmt.Errorf("version is %q", version)
			}

			return nil
		},
		stored: func(path string) ([]byte, bool) { return []byte("content of " + path), path == "s3://b/a" },
	}
}

func ask(c *control, method, path, body string) (int, string) {
	answer := httptest.NewRecorder()
	c.handler().ServeHTTP(answer, httptest.NewRequest(method, path, strings.NewReader(body)))

	return answer.Code, strings.TrimSpace(answer.Body.String())
}

func TestControl(t *testing.T) {
	for name, row := range map[string]struct {
		method, path, body string
		status             int
		answer             string
	}{
		"inventory":         {"GET", "/inventory", "", 200, `{"proxmox":null,"talos":{"nodes":null,"etcd":null},"kubernetes":null,"git":null,"state":[{"path":"/a","bytes":0,"locked":false}]}`},
		"empty journal":     {"GET", "/journal", "", 200, `[]`},
		"misspelt number":   {"GET", "/journal?after=x", "", 400, `after is "x"; write a number of at least 0`},
		"nothing held":      {"GET", "/held", "", 204, ""},
		"negative wait":     {"GET", "/held?waitSeconds=-1", "", 400, `waitSeconds is "-1"; write a number of at least 0`},
		"a fault":           {"POST", "/faults", `[{"action":"drop"}]`, 204, ""},
		"an unknown action": {"POST", "/faults", `[{"action":"x"}]`, 400, `fault with the action "x"; write status, hang, drop, slow, task or hold`},
		"an unknown key":    {"POST", "/faults", `[{"acton":"drop"}]`, 400, `json: unknown field "acton"`},
		"clearing":          {"DELETE", "/faults", "", 204, ""},
		"a machine":         {"POST", "/machines/metal/power-on", "", 204, ""},
		"no machine":        {"POST", "/machines/x/power-on", "", 404, `no physical machine is called "x"`},
		"a lock":            {"PUT", "/proxmox/main/guests/100/lock?reason=backup", "", 204, ""},
		"no lock":           {"PUT", "/proxmox/main/guests/100/lock", "", 204, ""},
		"a lock of nothing": {"PUT", "/proxmox/main/guests/101/lock?reason=backup", "", 404, `endpoint "main" has no virtual machine 101 to lock for "backup"`},
		"no number":         {"PUT", "/proxmox/main/guests/x/lock", "", 404, `a virtual machine has a number, not "x"`},
		"a command":         {"POST", "/proxmox/main/hosts/pve1/run", "pvesm set local --disable 0", 200, "done"},
		"a failed command":  {"POST", "/proxmox/main/hosts/pve1/run", "reboot", 400, "half done\ncommand not found"},
		"no host":           {"POST", "/proxmox/main/hosts/pve2/run", "reboot", 400, "no host pve2 of main"},
		"an upgrade":        {"POST", "/clusters/home/upgrade-k8s?to=1.36.3", "", 204, ""},
		"no cluster":        {"POST", "/clusters/x/upgrade-k8s?to=1.36.3", "", 400, `no machine of a cluster "x" is on`},
		"no version":        {"POST", "/clusters/home/upgrade-k8s", "", 400, `version is ""`},
		"a stored state":    {"GET", "/state?path=s3://b/a", "", 200, "content of s3://b/a"},
		"no stored state":   {"GET", "/state?path=/b", "", 404, `no state is stored at "/b"`},
		"an unknown path":   {"GET", "/", "", 404, "404 page not found"},
	} {
		if status, answer := ask(newControl(), row.method, row.path, row.body); status != row.status || answer != row.answer {
			t.Errorf("%s: got %d %s", name, status, answer)
		}
	}
}

func TestControlTellsOfCallsAndHoldsThem(t *testing.T) {
	c := newControl()
	if status, answer := ask(c, "POST", "/faults", `[{"action":"hold","nth":1,"times":1}]`); status != 204 {
		t.Fatal(answer)
	}

	served := c.recorder.HTTP(calls.Files, "files", nil, nil, http.NotFoundHandler())
	ended := make(chan struct{})

	go func() {
		served.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/a", nil))
		close(ended)
	}()

	var held calls.Call
	if status, answer := ask(c, "GET", "/held?waitSeconds=60", ""); status != 200 || json.Unmarshal([]byte(answer), &held) != nil || held.Path != "/a" || held.Status != "404" {
		t.Fatalf("got %d %s", status, answer)
	}

	ask(c, "DELETE", "/faults", "")
	<-ended

	if _, answer := ask(c, "GET", "/journal?after=0", ""); !strings.Contains(answer, `"path":"/a"`) || !strings.Contains(answer, `"fault":"hold"`) {
		t.Errorf("got %s", answer)
	}
}
