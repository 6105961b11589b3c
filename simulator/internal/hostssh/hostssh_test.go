package hostssh

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"cdktf-proxmox-talos/simulator/internal/calls"
)

// host writes down what it is asked.
type host struct {
	mu     sync.Mutex
	asked  []string
	unused string
	fault  error
}

func (h *host) note(format string, arguments ...any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked = append(h.asked, fmt.Sprintf(format, arguments...))
}

func (h *host) VolumePath(name, volume string) (string, error) {
	h.note("path %s %s", name, volume)

	return "/var/lib/vz/template/iso/talos.img", h.fault
}

func (h *host) ImportDisk(name string, vmID int, path, storage, format string) (string, error) {
	h.note("import %s %d %s %s %s", name, vmID, path, storage, format)

	return fmt.Sprintf("importing disk\n%s: successfully imported disk '%s:vm-%d-disk-0'\n", h.unused, storage, vmID), nil
}

func (h *host) SetOptions(name string, vmID int, options map[string]string) (string, error) {
	h.note("set %s %d %v", name, vmID, options)

	if strings.Contains(fmt.Sprint(options), ":,") {
		return "", errors.New("unable to parse volume ID")
	}

	return "update VM\n", nil
}

func (h *host) Run(name, line string) (string, error) {
	h.note("run %s %s", name, line)

	return "done\n", h.fault
}

// service is a server with a client's key.
type service struct {
	*testing.T
	server   *Server
	host     *host
	recorder *calls.Recorder
	journal  *bytes.Buffer
	key      ssh.Signer
}

func newKey(t *testing.T) ssh.Signer {
	t.Helper()

	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}

	key, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}

	return key
}

func newService(t *testing.T, username string) *service {
	t.Helper()

	s := &service{T: t, host: &host{unused: "unused0"}, journal: &bytes.Buffer{}, key: newKey(t)}
	s.recorder = calls.NewRecorder(s.journal)

	server, err := Start(context.Background(), Config{
		Listen: "127.21.2.1:2222", Username: username, AuthorizedKeys: []string{string(ssh.MarshalAuthorizedKey(s.key.PublicKey()))},
	}, Dependencies{Recorder: s.recorder, HostName: "pve1", Host: s.host})
	if err != nil {
		t.Fatal(err)
	}

	s.server = server
	t.Cleanup(func() { _ = server.Close() })

	return s
}

func (s *service) dial(username string, key ssh.Signer) (*ssh.Client, error) {
	return ssh.Dial("tcp", "127.21.2.1:2222", &ssh.ClientConfig{
		User: username, Auth: []ssh.AuthMethod{ssh.PublicKeys(key)}, HostKeyCallback: ssh.InsecureIgnoreHostKey(),
	})
}

// run runs a command and returns its output and exit code, or -1 if there was none.
func (s *service) run(username, command string) (string, int) {
	s.Helper()

	client, err := s.dial(username, s.key)
	if err != nil {
		s.Fatal(err)
	}

	defer func() { _ = client.Close() }()

	session, err := client.NewSession()
	if err != nil {
		s.Fatal(err)
	}

	output, err := session.CombinedOutput(command)

	var exit *ssh.ExitError

	switch {
	case errors.As(err, &exit):
		return string(output), exit.ExitStatus()
	case err != nil:
		return err.Error(), -1
	default:
		return string(output), 0
	}
}

// providerScript is what version 0.111.1 of the provider sends for a disk with file_id, as it was taken from the wire.
func providerScript(sudo, fileID string) string {
	script := `set -e; _try_sudo_check(){ if [ -z "${_try_sudo_cached:-}" ]; then _try_sudo_use_sudo="${TRY_SUDO_USE_SUDO:-0}"; _try_sudo_cached=1; fi; }; ` +
		`try_sudo(){ _try_sudo_check; if [ "$_try_sudo_use_sudo" = "1" ]; then sudo "$@"; else "$@"; fi; }; ` +
		`file_id=` + fileID + `; file_format=raw; datastore_id_target=local-lvm; vm_id=800; ` +
		`disk_options=aio=io_uring,backup=1,iothread=1,ssd=1,discard=on,cache=writethrough,replicate=1; disk_interface=scsi0; ` +
		`source_image=$(try_sudo /usr/sbin/pvesm path $file_id); ` +
		`imported_disk=$(try_sudo /usr/sbin/qm disk import $vm_id $source_image $datastore_id_target -format $file_format | grep unused0 | cut -d : -f 3 | cut -d \' -f 1); ` +
		`disk_id=${datastore_id_target}:$imported_disk,$disk_options; try_sudo /usr/sbin/qm set $vm_id -${disk_interface} $disk_id`
	if sudo != "" {
		script = "export TRY_SUDO_USE_SUDO=" + sudo + "; " + script
	}

	return wrapped(script)
}

func wrapped(script string) string {
	return "/bin/bash -c '" + strings.ReplaceAll(script, "'", `'"'"'`) + "'"
}

const imageID = "local:iso/talos-v1.9.5.img"

func TestDiskOfAFile(t *testing.T) {
	for _, row := range []struct{ username, sudo string }{{"root", ""}, {"root", "0"}, {"terraform", "1"}} {
		s := newService(t, row.username)

		output, code := s.run(row.username, providerScript(row.sudo, imageID))
		if code != 0 || output != "update VM\n" {
			t.Fatalf("%s: exit code %d: %s", row.username, code, output)
		}

		want := []string{
			"path pve1 local:iso/talos-v1.9.5.img",
			"import pve1 800 /var/lib/vz/template/iso/talos.img local-lvm raw",
			"set pve1 800 map[scsi0:local-lvm:vm-800-disk-0,aio=io_uring,backup=1,iothread=1,ssd=1,discard=on,cache=writethrough,replicate=1]",
		}
		if fmt.Sprint(s.host.asked) != fmt.Sprint(want) {
			t.Fatalf("asked %v", s.host.asked)
		}

		recorded := s.recorder.Calls(0)
		if len(recorded) != 1 || recorded[0].Service != calls.HostSSH || recorded[0].Target != "pve1" || recorded[0].Method != "exec" || recorded[0].Status != "0" ||
			recorded[0].Path != "pvesm path local:iso/talos-v1.9.5.img; qm disk import 800; qm set 800 -scsi0" {
			t.Fatalf("recorded %+v", recorded)
		}

		if err := s.server.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCommands(t *testing.T) {
	probe := wrapped(`if [ "$(id -u)" = "0" ]; then echo "0"; elif [ $(sudo -n /usr/sbin/pvesm apiinfo 2>&1 | grep "APIVER" | wc -l) -gt 0 ] ` +
		`|| sudo -n /usr/sbin/qm --help >/dev/null 2>&1; then echo "1"; else echo "0"; fi`)

	for _, row := range []struct {
		name, username, command string
		code                    int
		output                  string
	}{
		{"probe as root", "root", probe, 0, "0\n"},
		{"probe as another", "terraform", probe, 0, "1\n"},
		{"path", "root", "/usr/sbin/pvesm path " + imageID, 0, "/var/lib/vz/template/iso/talos.img\n"},
		{"path by sudo", "terraform", "sudo pvesm path " + imageID, 0, "/var/lib/vz/template/iso/talos.img\n"},
		{"path without root", "terraform", "pvesm path " + imageID, 255, "please run as root"},
		{"script without root", "terraform", providerScript("0", imageID), 255, "please run as root"},
		{"import", "root", "qm importdisk 800 /tmp/a.img local-lvm", 0, "unused0: successfully imported disk 'local-lvm:vm-800-disk-0'"},
		{"import with a format", "root", "qm disk import 800 /tmp/a.img local-lvm -format qcow2", 0, "unused0"},
		{"set", "root", "qm set 800 --scsi1 local-lvm:5", 0, "update VM"},
		{"other command", "root", "cat /etc/passwd", 127, "command not found: the simulated host knows"},
		{"command behind one that is known", "root", "pvesm path a:b; reboot", 127, "command not found"},
		{"substitution in a value", "root", providerScript("", "$(reboot)"), 127, "command not found"},
		{"quote in a value", "root", providerScript("", "a'b"), 127, "command not found"},
		{"other script", "root", wrapped("reboot"), 127, "command not found"},
		{"upload of a snippet", "root", wrapped("try_sudo /usr/bin/tee /var/lib/vz/snippets/a.yaml"), 127, "command not found"},
		{"nothing", "root", "", 127, "command not found"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newService(t, row.username)

			output, code := s.run(row.username, row.command)
			if code != row.code || !strings.Contains(output, row.output) {
				t.Fatalf("exit code %d: %q\nwant %d: %q", code, output, row.code, row.output)
			}

			if recorded := s.recorder.Calls(0); len(recorded) != 1 || recorded[0].Status != fmt.Sprint(row.code) {
				t.Fatalf("recorded %+v", recorded)
			}
		})
	}
}

func TestScriptDoesNotFindAnotherUnusedDisk(t *testing.T) {
	s := newService(t, "root")
	s.host.unused = "unused1"

	if output, code := s.run("root", providerScript("", imageID)); code == 0 || !strings.Contains(output, "unable to parse volume ID") {
		t.Fatalf("exit code %d: %s", code, output)
	}

	s.host.fault = errors.New("volume 'local:iso/x.img' does not exist")

	if output, code := s.run("root", providerScript("", imageID)); code == 0 || !strings.Contains(output, "does not exist") {
		t.Fatalf("exit code %d: %s", code, output)
	}
}

func TestLogin(t *testing.T) {
	s := newService(t, "root")

	for _, row := range []struct {
		name, username string
		key            ssh.Signer
		works          bool
	}{
		{"right", "root", s.key, true},
		{"other user", "admin", s.key, false},
		{"other key", "root", newKey(t), false},
	} {
		client, err := s.dial(row.username, row.key)
		if (err == nil) != row.works {
			t.Errorf("%s: %v", row.name, err)
		}

		if client != nil {
			_ = client.Close()
		}
	}
}

func TestOnlyCommands(t *testing.T) {
	s := newService(t, "root")

	client, err := s.dial("root", s.key)
	if err != nil {
		t.Fatal(err)
	}

	defer func() { _ = client.Close() }()

	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}

	for _, subsystem := range []string{"sftp", "netconf"} {
		if err := session.RequestSubsystem(subsystem); err == nil {
			t.Errorf("the subsystem %s was opened", subsystem)
		}
	}

	if err := session.Shell(); err == nil {
		t.Error("a shell was opened")
	}

	if _, err := client.Dial("tcp", "127.21.2.1:2222"); err == nil {
		t.Error("a connection was forwarded")
	}
}

func TestFaults(t *testing.T) {
	for _, row := range []struct {
		rule      calls.Rule
		code      int
		output    string
		performed bool
	}{
		{calls.Rule{Action: calls.ActionStatus, Message: "no luck"}, 1, "no luck\n", false},
		{calls.Rule{Action: calls.ActionStatus, Status: 5}, 5, "\n", false},
		{calls.Rule{Action: calls.ActionTask, Message: "no luck"}, 1, "no luck\n", false},
		{calls.Rule{Action: calls.ActionDrop}, -1, "", false},
		{calls.Rule{Action: calls.ActionSlow, DelayMS: 1}, 0, "/var", true},
	} {
		t.Run(string(row.rule.Action), func(t *testing.T) {
			s := newService(t, "root")
			row.rule.Path = "pvesm path .*"

			if err := s.recorder.AddFaults(row.rule); err != nil {
				t.Fatal(err)
			}

			output, code := s.run("root", "pvesm path "+imageID)
			if code != row.code || !strings.Contains(output, row.output) || (len(s.host.asked) == 1) != row.performed {
				t.Fatalf("exit code %d: %q, asked %v", code, output, s.host.asked)
			}
		})
	}
}

func TestHeldAndHangingCommands(t *testing.T) {
	for _, action := range []calls.Action{calls.ActionHold, calls.ActionHang} {
		s := newService(t, "root")
		if err := s.recorder.AddFaults(calls.Rule{Action: action}); err != nil {
			t.Fatal(err)
		}

		ended := make(chan int)

		go func() {
			_, code := s.run("root", "pvesm path "+imageID)
			ended <- code
		}()

		want := -1

		if action == calls.ActionHold {
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			held, err := s.recorder.AwaitHeld(ctx)

			cancel()

			if err != nil || held.Path != "pvesm path "+imageID || held.Status != "0" {
				t.Fatalf("held %+v: %v", held, err)
			}

			want = 0
		} else {
			for len(s.recorder.Calls(0)) == 0 {
				time.Sleep(time.Millisecond)
			}
		}

		s.recorder.ClearFaults()

		if code := <-ended; code != want {
			t.Fatalf("%s: exit code %d, want %d", action, code, want)
		}

		if err := s.server.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCloseEndsSessions(t *testing.T) {
	s := newService(t, "root")
	if err := s.recorder.AddFaults(calls.Rule{Action: calls.ActionHang}); err != nil {
		t.Fatal(err)
	}

	client, err := s.dial("root", s.key)
	if err != nil {
		t.Fatal(err)
	}

	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}

	if err := session.Start("pvesm path " + imageID); err != nil {
		t.Fatal(err)
	}

	if err := s.server.Close(); err != nil {
		t.Fatal(err)
	}

	if err := session.Wait(); err == nil {
		t.Fatal("the command ended well")
	}
}

func TestStartRefuses(t *testing.T) {
	key := string(ssh.MarshalAuthorizedKey(newKey(t).PublicKey()))

	for _, row := range []struct {
		config  Config
		message string
	}{
		{Config{Listen: "127.21.2.2:2222", AuthorizedKeys: []string{key}}, "the username is empty"},
		{Config{Listen: "127.21.2.2:2222", Username: "root"}, "authorizedKeys is empty"},
		{Config{Listen: "127.21.2.2:2222", Username: "root", AuthorizedKeys: []string{key, "key"}}, "authorizedKeys[1] is no public key"},
		{Config{Listen: "0.0.0.0:2222", Username: "root", AuthorizedKeys: []string{key}}, "is not an address of 127.0.0.0/8"},
	} {
		server, err := Start(context.Background(), row.config, Dependencies{Recorder: calls.NewRecorder(&bytes.Buffer{}), HostName: "pve1", Host: &host{}})
		if err == nil {
			_ = server.Close()
		}

		if err == nil || !strings.Contains(err.Error(), row.message) || !strings.Contains(err.Error(), `SSH of host "pve1"`) {
			t.Errorf("got %v, want %q", err, row.message)
		}
	}
}

func TestAdministration(t *testing.T) {
	for _, row := range []struct{ username, command, asked string }{
		{"root", "pveum acl modify / --tokens 'a@pve!b' --roles X", "run pve1 pveum acl modify / --tokens 'a@pve!b' --roles X"},
		{"root", "/usr/sbin/pvesm set local --content iso,import", "run pve1 pvesm set local --content iso,import"},
		{"terraform", "sudo pvesm set local --disable 0", "run pve1 pvesm set local --disable 0"},
	} {
		s := newService(t, row.username)

		if output, code := s.run(row.username, row.command); output != "done\n" || code != 0 || len(s.host.asked) != 1 || s.host.asked[0] != row.asked {
			t.Errorf("%s: output %q, code %d, asked %v", row.command, output, code, s.host.asked)
		}

		_ = s.server.Close()
	}

	s := newService(t, "terraform")
	if output, code := s.run("terraform", "pvesm set local --disable 0"); code == 0 || !strings.Contains(output, "please run as root") {
		t.Errorf("output %q, code %d", output, code)
	}
}
