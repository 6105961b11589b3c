package flux

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"cdktf-proxmox-talos/simulator/internal/standin"
)

// bootstrap commits, applies, and waits for the components and until they have come to the commit. It returns what the repository then holds.
func (s *settings) bootstrap(ctx context.Context, values standin.Values) (map[string]string, error) {
	cluster, err := s.cluster()
	if err != nil {
		return nil, err
	}

	access, err := s.git()
	if err != nil {
		return nil, &standin.Fault{Summary: "Git Client", Detail: err.Error()}
	}

	o, err := newOptions(values, access.branch, access.url.String())
	if err != nil {
		return nil, runError(err)
	}

	cloned, err := clone(ctx, access)
	if err != nil {
		return nil, &standin.Fault{Summary: "Git Client", Detail: err.Error()}
	}

	want, err := o.files()
	if err != nil {
		return nil, runError(err)
	}

	credentials, err := cloned.credentials()
	if err != nil {
		return nil, &standin.Fault{Summary: "Could not get secret options", Detail: err.Error()}
	}

	if standin.Bool(values["disable_secret_creation"]) {
		credentials = nil
	}

	components, sync, kustomization := o.file(fileNames[0]), o.file(fileNames[1]), o.file(fileNames[2])

	for _, step := range []func() error{
		func() error {
			return cloned.publish(ctx, fmt.Sprintf("Add Flux %s component manifests", o.Version), map[string]string{components: want[components]})
		},
		func() error { return cluster.apply(ctx, want[components]) },
		func() error { return cluster.secret(ctx, o.Namespace, o.SecretName, credentials) },
		func() error { return cluster.samePath(ctx, o) },
		func() error { return cloned.isStandard(kustomization) },
		func() error {
			return cloned.publish(ctx, "Add Flux sync manifests", map[string]string{sync: want[sync], kustomization: want[kustomization]})
		},
		func() error { return cluster.apply(ctx, want[sync]) },
		func() error {
			head, err := cloned.head()
			if err != nil {
				return err
			}

			return cluster.reportHealth(ctx, o, access.branch+"@sha1:"+head)
		},
	} {
		if err := step(); err != nil {
			return nil, runError(err)
		}
	}

	return cloned.readAll(slices.Sorted(maps.Keys(want)))
}

func runError(err error) error {
	return &standin.Fault{Summary: "Bootstrap run error", Detail: err.Error()}
}

func (s *settings) cluster() (*cluster, error) {
	config, err := s.kubernetes()
	if err != nil {
		return nil, &standin.Fault{Summary: "Kubernetes Client", Detail: err.Error()}
	}

	connected, err := connect(config)
	if err != nil {
		return nil, &standin.Fault{Summary: "Kubernetes Client", Detail: err.Error()}
	}

	return connected, nil
}

// samePath refuses to have the cluster follow another folder than it does.
func (c *cluster) samePath(ctx context.Context, o options) error {
	there, err := c.of(kustomizations, o.Namespace).Get(ctx, o.Namespace, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil
	}

	if err != nil {
		return fmt.Errorf("failed to determine if sync configuration would overwrite existing Kustomization: %w", err)
	}

	if path, _, _ := unstructured.NestedString(there.Object, "spec", "path"); path != o.SyncPath() {
		return fmt.Errorf("sync path configuration (%q) would overwrite path (%q) of existing Kustomization", o.SyncPath(), path)
	}

	return nil
}

// publish commits and pushes files; nothing is pushed where they are in the repository already.
func (r *repository) publish(ctx context.Context, message string, files map[string]string) error {
	if err := r.write(files); err != nil {
		return err
	}

	err := r.commit(message)
	if errors.Is(err, errNoChange) {
		return nil
	}

	if err != nil {
		return fmt.Errorf("failed to commit manifests: %w", err)
	}

	if err := r.push(ctx); err != nil {
		return fmt.Errorf("failed to push manifests: %w", err)
	}

	return nil
}

// isStandard refuses a kustomization.yaml that somebody has written: what kustomize makes of it is not modelled.
func (r *repository) isStandard(name string) error {
	content, there, err := r.read(name)
	if err != nil || !there || content == kustomizationText {
		return err
	}

	return fmt.Errorf("this is a test double, and %s in the repository is not the one that Flux writes; what kustomize makes of it is not modelled", name)
}

func (r *repository) readAll(names []string) (map[string]string, error) {
	files := map[string]string{}

	for _, name := range names {
		content, there, err := r.read(name)
		if err != nil {
			return nil, err
		}

		if there {
			files[name] = content
		}
	}

	return files, nil
}

// credentials are the content of the secret that Flux reads the repository with.
func (r *repository) credentials() (map[string]string, error) {
	pinned, isSSH := r.auth.(*pinned)
	if !isSSH {
		data := map[string]string{}
		for name, text := range map[string]string{"username": r.settings.username, "password": r.settings.password, "ca.crt": r.settings.authority} {
			if text != "" {
				data[name] = text
			}
		}

		return data, nil
	}

	data := map[string]string{
		"identity":     r.settings.privateKey,
		"identity.pub": string(ssh.MarshalAuthorizedKey(pinned.Signer.PublicKey())),
		"known_hosts":  strings.TrimSpace(pinned.host.line()),
	}

	if r.settings.password != "" {
		data["password"] = r.settings.password
	}

	return data, nil
}
