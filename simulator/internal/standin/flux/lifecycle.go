package flux

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/go-git/go-git/v5"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"cdktf-proxmox-talos/simulator/internal/standin"
)

// pushPause is the time between two tries to push.
const pushPause = 500 * time.Millisecond

func (s *settings) create(ctx context.Context, planned, _ standin.Values) (standin.Values, error) {
	ctx, end, err := limited(ctx, planned, "create", 15*time.Minute)
	if err != nil {
		return nil, err
	}

	defer end()

	files, err := s.bootstrap(ctx, planned)
	if err != nil {
		return nil, err
	}

	standin.Set(planned, "repository_files", files)
	standin.Set(planned, "id", standin.Text(planned["namespace"]))

	return planned, nil
}

func (s *settings) update(ctx context.Context, prior, planned, _ standin.Values) (standin.Values, error) {
	ctx, end, err := limited(ctx, planned, "update", 15*time.Minute)
	if err != nil {
		return nil, err
	}

	defer end()

	access, err := s.git()
	if err != nil {
		return nil, &standin.Fault{Summary: "Could not update Flux manifests in Git", Detail: err.Error()}
	}

	o, err := newOptions(planned, access.branch, access.url.String())
	if err != nil {
		return nil, &standin.Fault{Summary: "Getting expected repository files", Detail: err.Error()}
	}

	files, err := o.files()
	if err != nil {
		return nil, err
	}

	err = change(ctx, access, "Update Flux manifests", func(r *repository) error {
		gone := slices.DeleteFunc(fileList(prior), func(name string) bool { return files[name] != "" })

		return errors.Join(r.remove(gone), r.write(files))
	})
	if err != nil && !errors.Is(err, errNoChange) {
		return nil, &standin.Fault{Summary: "Could not update Flux manifests in Git", Detail: err.Error()}
	}

	if files, err = s.bootstrap(ctx, planned); err != nil {
		return nil, err
	}

	standin.Set(planned, "repository_files", files)

	return planned, nil
}

// read looks at Git, then at the cluster. What is wrong in the cluster is shown as a change of gotk-sync.yaml, so that the
// next apply bootstraps again.
func (s *settings) read(ctx context.Context, state standin.Values) (standin.Values, error) {
	ctx, end, err := limited(ctx, state, "read", 15*time.Minute)
	if err != nil {
		return nil, err
	}

	defer end()

	access, err := s.git()
	if err != nil {
		return nil, &standin.Fault{Summary: "Git Client", Detail: err.Error()}
	}

	cloned, err := clone(ctx, access)
	if err != nil {
		return nil, &standin.Fault{Summary: "Git Client", Detail: err.Error()}
	}

	files, err := cloned.readAll(fileList(state))
	if err != nil {
		return nil, &standin.Fault{Summary: "Unable to read file in git repository", Detail: err.Error()}
	}

	cluster, err := s.cluster()
	if err != nil {
		return nil, err
	}

	if _, err := cluster.of(resourceDefinitions, "").List(ctx, metav1.ListOptions{LabelSelector: partOfFlux}); err != nil {
		return nil, &standin.Fault{Summary: "Kubernetes cluster", Detail: err.Error()}
	}

	if err := cluster.isReady(ctx, standin.Text(state["namespace"])); err != nil {
		o := options{Path: standin.Text(state["path"]), Namespace: standin.Text(state["namespace"])}
		files[o.file(fileNames[1])] = ""

		standin.Warn(ctx, fmt.Sprintf("Flux resources GitRepository and Kustomization in %s namespace are not ready and Flux will be redeployed", o.Namespace),
			err.Error())
	}

	standin.Set(state, "repository_files", files)

	return state, nil
}

// remove goes on after a fault in the cluster: the repository is cleaned all the same, as by the provider.
func (s *settings) remove(ctx context.Context, state standin.Values) error {
	ctx, end, err := limited(ctx, state, "delete", 5*time.Minute)
	if err != nil {
		return err
	}

	defer end()

	cluster, err := s.cluster()
	if err != nil {
		return err
	}

	faults := cluster.uninstall(ctx, standin.Text(state["namespace"]), standin.Bool(state["keep_namespace"]))

	if !standin.Bool(state["delete_git_manifests"]) {
		return faults
	}

	access, err := s.git()
	if err == nil {
		err = change(ctx, access, "Uninstall Flux", func(r *repository) error { return r.remove(fileList(state)) })
	}

	if errors.Is(err, errNoChange) || errors.Is(err, git.ErrEmptyCommit) {
		err = fmt.Errorf("unable to commit removed file(s): %w", err)
	}

	if err != nil {
		faults = errors.Join(faults, fmt.Errorf("Could not delete Flux configuration from Git repository: %w", err))
	}

	return faults
}

// change clones, edits and pushes, again when another was faster.
func change(ctx context.Context, settings gitSettings, message string, edit func(*repository) error) error {
	for {
		cloned, err := clone(ctx, settings)
		if err != nil {
			return err
		}

		if err := edit(cloned); err != nil {
			return err
		}

		if err := cloned.commit(message); err != nil {
			return err
		}

		err = cloned.push(ctx)
		if err == nil {
			return nil
		}

		if pause(ctx, pushPause); ctx.Err() != nil {
			return fmt.Errorf("unable to push: %w", err)
		}
	}
}

// limited ends with the time that the resource gives an operation.
func limited(ctx context.Context, values standin.Values, operation string, otherwise time.Duration) (context.Context, context.CancelFunc, error) {
	timeout, err := standin.Duration(standin.At(values, "timeouts", operation), otherwise)
	if err != nil {
		return ctx, nil, err
	}

	limited, end := context.WithTimeout(ctx, timeout)

	return limited, end, nil
}

func fileList(values standin.Values) []string {
	return slices.Sorted(maps.Keys(standin.Object(values["repository_files"])))
}
