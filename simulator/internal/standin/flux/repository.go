package flux

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/memfs"
	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/transport"
	githttp "github.com/go-git/go-git/v5/plumbing/transport/http"
	gitssh "github.com/go-git/go-git/v5/plumbing/transport/ssh"
	"github.com/go-git/go-git/v5/storage/memory"
	"golang.org/x/crypto/ssh"
)

var errNoChange = errors.New("no staged files")

// repository is a clone in memory of one branch.
type repository struct {
	settings gitSettings
	auth     transport.AuthMethod
	git      *git.Repository
	tree     *git.Worktree
	files    billy.Filesystem
}

// clone fetches the branch, which must be there: the provider makes none.
func clone(ctx context.Context, settings gitSettings) (*repository, error) {
	auth, err := authenticate(ctx, settings)
	if err != nil {
		return nil, err
	}

	r := &repository{settings: settings, auth: auth, files: memfs.New()}

	err = untilDone(ctx, func() error {
		r.git, err = git.CloneContext(ctx, memory.NewStorage(), r.files, &git.CloneOptions{
			URL:           settings.url.String(),
			Auth:          auth,
			ReferenceName: plumbing.NewBranchReferenceName(settings.branch),
			SingleBranch:  true,
			Tags:          git.NoTags,
			CABundle:      []byte(settings.authority),
		})

		return err
	})

	if errors.Is(err, transport.ErrEmptyRemoteRepository) {
		err = fmt.Errorf("%w; push a first commit to its branch %s", err, settings.branch)
	}

	if err != nil {
		return nil, fmt.Errorf("could not clone git repository: unable to clone '%s': %w", settings.url.Redacted(), err)
	}

	r.tree, err = r.git.Worktree()

	return r, err
}

func authenticate(ctx context.Context, settings gitSettings) (transport.AuthMethod, error) {
	if settings.url.Scheme != "ssh" {
		return &githttp.BasicAuth{Username: settings.username, Password: settings.password}, nil
	}

	seen, err := scanHostKey(ctx, settings.url.Host)
	if err != nil {
		return nil, fmt.Errorf("could not create git client: %w", err)
	}

	keys, err := gitssh.NewPublicKeys(settings.username, []byte(settings.privateKey), settings.password)
	if err != nil {
		return nil, fmt.Errorf("could not create git client: private key: %w", err)
	}

	return &pinned{PublicKeys: keys, host: seen}, nil
}

// pinned signs in with a key at the server that has been seen, and at no other.
type pinned struct {
	*gitssh.PublicKeys
	host *hostKey
}

// ClientConfig is what go-git connects with.
func (p *pinned) ClientConfig() (*ssh.ClientConfig, error) {
	return &ssh.ClientConfig{
		User:              p.User,
		Auth:              []ssh.AuthMethod{ssh.PublicKeys(p.Signer)},
		HostKeyCallback:   ssh.FixedHostKey(p.host.key),
		HostKeyAlgorithms: p.host.algorithms(),
	}, nil
}

// read returns the content of a file, and whether it is there.
func (r *repository) read(name string) (content string, there bool, err error) {
	file, err := r.files.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", false, nil
	}

	if err != nil {
		return "", false, err
	}

	defer file.Close()

	text, err := io.ReadAll(file)

	return string(text), true, err
}

// write stages files.
func (r *repository) write(files map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file, err := r.files.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}

		if _, err := io.WriteString(file, files[name]); err != nil {
			return err
		}

		if err := file.Close(); err != nil {
			return err
		}

		if _, err := r.tree.Add(name); err != nil {
			return err
		}
	}

	return nil
}

// remove stages the removal of files that are there.
func (r *repository) remove(names []string) error {
	for _, name := range names {
		if _, there, err := r.read(name); err != nil || !there {
			if err != nil {
				return err
			}

			continue
		}

		if _, err := r.tree.Remove(name); err != nil {
			return err
		}
	}

	return nil
}

// commit is errNoChange where nothing is staged.
func (r *repository) commit(message string) error {
	status, err := r.tree.Status()
	if err != nil {
		return err
	}

	if status.IsClean() {
		return errNoChange
	}

	if r.settings.appendix != "" {
		message += "\n\n" + r.settings.appendix
	}

	_, err = r.tree.Commit(message, &git.CommitOptions{
		Author: &object.Signature{Name: r.settings.authorName, Email: r.settings.authorEmail, When: time.Now()},
	})

	return err
}

// head is the commit that is checked out.
func (r *repository) head() (string, error) {
	reference, err := r.git.Head()
	if err != nil {
		return "", err
	}

	return reference.Hash().String(), nil
}

func (r *repository) push(ctx context.Context) error {
	branch := plumbing.NewBranchReferenceName(r.settings.branch)

	return untilDone(ctx, func() error {
		return r.git.PushContext(ctx, &git.PushOptions{
			Auth:     r.auth,
			RefSpecs: []config.RefSpec{config.RefSpec(branch + ":" + branch)},
			CABundle: []byte(r.settings.authority),
		})
	})
}

// untilDone gives up when ctx ends, which go-git does not while it connects.
func untilDone(ctx context.Context, work func() error) error {
	done := make(chan error, 1)

	go func() { done <- work() }()

	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
