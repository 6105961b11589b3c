package talosnode_test

import (
	"fmt"
	"strings"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/factory"
)

// mirrorLab is a physical lab with a registry that everybody may pull from, and one that asks who does.
type mirrorLab struct {
	*physicalLab
	open, closed string
}

const (
	mirrorUser     = "robot"
	mirrorPassword = "of the registry"
)

func newMirrorLab(t *testing.T, network int) *mirrorLab {
	t.Helper()

	made := &mirrorLab{
		physicalLab: newPhysicalLab(t, network),
		open:        fmt.Sprintf("127.23.%d.252:5000", network),
		closed:      fmt.Sprintf("127.23.%d.253:5000", network),
	}
	config := factory.Config{
		Listen:         fmt.Sprintf("127.23.%d.251:8080", network),
		ExtensionsFile: "../../../schemas/talos-extensions.json", AliasesFile: "../../../schemas/extension-aliases.json",
		Registries: []factory.Registry{{Listen: made.open}, {Listen: made.closed, Username: mirrorUser, Password: mirrorPassword}},
	}

	server, err := factory.Start(t.Context(), config, calls.NewRecorder(made.journal))
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(server.Close)
	made.is("maintenance")

	return made
}

// isInstalled waits until the machine has restarted with what was pulled.
func (l *mirrorLab) isInstalled() {
	l.Helper()
	l.eventually(func() error {
		if now := l.node(); now.Stage != "booting" || now.Version != "v1.13.9" {
			return fmt.Errorf("it is %s with %s", now.Stage, now.Version)
		}

		return nil
	})
}

const ofTalos = "factory.talos.dev/metal-installer/" + emptySchematic + ":v1.13.9"

// The names of registries mean nothing in a homelab: only a mirror can have the image.
func TestInstallerOfMirror(t *testing.T) {
	t.Parallel()

	cases := map[string]func(*mirrorLab) string{
		"documents": func(l *mirrorLab) string {
			return fmt.Sprintf("apiVersion: v1alpha1\nkind: RegistryMirrorConfig\nname: factory.talos.dev\nendpoints: [{url: 'http://%s'}]\nskipFallback: true\n", l.open)
		},
		"fields": func(l *mirrorLab) string {
			return fmt.Sprintf("machine: {registries: {mirrors: {factory.talos.dev: {endpoints: ['http://%s/v2/talos'], overridePath: true}}}}\n", l.open)
		},
		"all registries": func(l *mirrorLab) string {
			return fmt.Sprintf("machine: {registries: {mirrors: {'*': {endpoints: ['http://nowhere.example', 'http://%s/v2']}}}}\n", l.open)
		},
		"login": func(l *mirrorLab) string {
			return fmt.Sprintf("machine: {registries: {mirrors: {factory.talos.dev: {endpoints: ['http://%[1]s']}}, config: {'%[1]s': {auth: {username: %[2]s, password: %[3]s}}}}}\n", l.closed, mirrorUser, mirrorPassword)
		},
	}

	network := 60
	for name, patch := range cases {
		network++

		t.Run(name, func(t *testing.T) {
			lab := newMirrorLab(t, network)
			lab.install(ofTalos, patch(lab))
			lab.isInstalled()
		})
	}
}

// Who has no login, another one, or a mirror that is not the registry's, does not get the image.
func TestInstallerOfMirrorDenied(t *testing.T) {
	t.Parallel()

	const mirrored = "machine: {registries: {mirrors: {factory.talos.dev: {endpoints: ['http://%[1]s'], skipFallback: true}}}}\n"

	lab := newMirrorLab(t, 70)
	lab.install(ofTalos, fmt.Sprintf(mirrored, lab.closed))
	lab.logged("may require authorization: invalid authorization: no basic auth credentials")

	if stage := lab.node().Stage; stage != "installing" {
		t.Errorf("it is %s", stage)
	}

	cases := map[string]struct{ patch, logged string }{
		"password": {
			mirrored + "---\napiVersion: v1alpha1\nkind: RegistryAuthConfig\nname: %[1]s\nusername: robot\npassword: of another\n",
			"401 Unauthorized",
		},
		"other host": {
			mirrored + "---\napiVersion: v1alpha1\nkind: RegistryAuthConfig\nname: factory.talos.dev\nusername: robot\npassword: of the registry\n",
			"no basic auth credentials",
		},
		"TLS": {
			mirrored + "---\napiVersion: v1alpha1\nkind: RegistryTLSConfig\nname: %[1]s\ninsecureSkipVerify: true\n",
			"TLS config specified for non-HTTPS registry",
		},
		"other registry": {
			strings.ReplaceAll(mirrored, "factory.talos.dev", "ghcr.io"),
			"lookup factory.talos.dev: the simulated homelab ends at 127.0.0.0/8",
		},
	}

	network := 70
	for name, each := range cases {
		network++

		t.Run(name, func(t *testing.T) {
			lab := newMirrorLab(t, network)
			lab.install(ofTalos, strings.Split(fmt.Sprintf(each.patch, lab.closed), "---\n")...)
			lab.logged(each.logged)
		})
	}
}
