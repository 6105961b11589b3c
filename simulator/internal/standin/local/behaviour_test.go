package local_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/local"
	"cdktf-proxmox-talos/simulator/internal/standin/standintest"
)

const (
	file      = "local_file"
	sensitive = "local_sensitive_file"
)

func newProvider(t *testing.T) *standintest.Provider {
	t.Helper()

	return standintest.New(t, standintest.Schema(t, "local"), local.Behaviour(), nil)
}

func create(t *testing.T, p *standintest.Provider, typeName string, config standintest.Content) standin.Values {
	t.Helper()

	state, said := p.Apply(typeName, nil, config)
	for _, sentence := range said {
		if !strings.HasPrefix(sentence, "WARNING") {
			t.Fatal(said)
		}
	}

	return state
}

func modeOf(t *testing.T, name string) fs.FileMode {
	t.Helper()

	found, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}

	return found.Mode().Perm()
}

func TestAFileIsWrittenWithItsContentAndModes(t *testing.T) {
	source := filepath.Join(t.TempDir(), "source")
	if err := os.WriteFile(source, []byte("copied"), 0o600); err != nil {
		t.Fatal(err)
	}

	p := newProvider(t)

	for _, c := range []struct {
		typeName         string
		config           standintest.Content
		content          string
		fileMode, folder fs.FileMode
	}{
		// the default of 0777 is the widest that the umask of the test allows
		{file, standintest.Content{"content": "a", "file_permission": "0640", "directory_permission": "750"}, "a", 0o640, 0o750},
		{file, standintest.Content{"sensitive_content": "hidden", "file_permission": "600"}, "hidden", 0o600, 0o755},
		{file, standintest.Content{"content_base64": "AP8="}, "\x00\xff", 0o755, 0o755},
		{file, standintest.Content{"source": source}, "copied", 0o755, 0o755},
		{sensitive, standintest.Content{"content": "k"}, "k", 0o700, 0o700},
		{sensitive, standintest.Content{"content": "k", "file_permission": "0600"}, "k", 0o600, 0o700},
		{sensitive, standintest.Content{"content": ""}, "", 0o700, 0o700},
	} {
		name := filepath.Join(t.TempDir(), "deep", "file")
		c.config["filename"] = name
		state := create(t, p, c.typeName, c.config)

		if content, err := os.ReadFile(name); err != nil || string(content) != c.content {
			t.Errorf("%v: content %q, error %v", c.config, content, err)
		}

		if got := modeOf(t, name); got&^0o022 != c.fileMode&^0o022 {
			t.Errorf("%v: file mode %o", c.config, got)
		}

		if got := modeOf(t, filepath.Dir(name)); got&^0o022 != c.folder&^0o022 {
			t.Errorf("%v: folder mode %o", c.config, got)
		}

		if again, said := p.Refresh(c.typeName, state); said != nil || again == nil {
			t.Errorf("%v: the file is there, and read as gone: %q", c.config, said)
		}
	}
}

func TestSumsOfTheContent(t *testing.T) {
	p := newProvider(t)
	state := create(t, p, sensitive, standintest.Content{"filename": filepath.Join(t.TempDir(), "f"), "content": "abc"})

	for name, want := range map[string]string{
		"id":                   "a9993e364706816aba3e25717850c26c9cd0d89d",
		"content_sha1":         "a9993e364706816aba3e25717850c26c9cd0d89d",
		"content_md5":          "900150983cd24fb0d6963f7d28e17f72",
		"content_sha256":       "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		"content_base64sha256": "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
		"content_base64sha512": "3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==",
	} {
		if got := standin.Text(state[name]); got != want {
			t.Errorf("%s is %s, not %s", name, got, want)
		}
	}
}

func TestAFileThatIsGoneOrChangedIsMadeAgain(t *testing.T) {
	p := newProvider(t)

	for what, tamper := range map[string]func(name string) error{
		"removed": os.Remove,
		"changed": func(name string) error { return os.WriteFile(name, []byte("other"), 0o600) },
	} {
		name := filepath.Join(t.TempDir(), "f")
		state := create(t, p, file, standintest.Content{"filename": name, "content": "a"})

		if err := tamper(name); err != nil {
			t.Fatal(err)
		}

		if found, said := p.Refresh(file, state); found != nil || said != nil {
			t.Errorf("%s: read as there: %q", what, said)
		}
	}

	name := filepath.Join(t.TempDir(), "f")
	state := create(t, p, file, standintest.Content{"filename": name, "content": "a"})

	if err := os.Chmod(name, 0o400); err != nil {
		t.Fatal(err)
	}

	if found, _ := p.Refresh(file, state); found == nil {
		t.Error("another mode makes the file gone")
	}
}

func TestEveryChangeMakesANewFile(t *testing.T) {
	p := newProvider(t)
	name := filepath.Join(t.TempDir(), "f")
	config := standintest.Content{"filename": name, "content": "a"}
	state := create(t, p, sensitive, config)

	if plan := p.Plan(sensitive, state, config); plan.Replaces != nil || !plan.Planned["id"].Equal(state["id"]) {
		t.Errorf("a second plan changes something: %v", plan)
	}

	for attribute, value := range map[string]string{
		"filename": name + "2", "content": "b", "file_permission": "0600", "directory_permission": "0755",
	} {
		changed := standintest.Content{"filename": name, "content": "a"}
		changed[attribute] = value

		if plan := p.Plan(sensitive, state, changed); !slices.Equal(plan.Replaces, []string{attribute}) {
			t.Errorf("%s replaces because of %q", attribute, plan.Replaces)
		}
	}
}

func TestDestroyRemovesTheFile(t *testing.T) {
	p := newProvider(t)
	name := filepath.Join(t.TempDir(), "f")
	state := create(t, p, sensitive, standintest.Content{"filename": name, "content": "a"})

	for range 2 {
		if left, said := p.Destroy(sensitive, state); left != nil || said != nil {
			t.Errorf("left %v, said %q", left, said)
		}

		if _, err := os.Stat(name); !os.IsNotExist(err) {
			t.Errorf("the file is still there: %v", err)
		}
	}
}

func TestDataSource(t *testing.T) {
	p := newProvider(t)
	name := filepath.Join(t.TempDir(), "f")
	state := create(t, p, file, standintest.Content{"filename": name, "content": "abc"})

	for _, typeName := range []string{file, sensitive} {
		answer, said := p.Read(typeName, standintest.Content{"filename": name})
		if said != nil || standin.Text(answer["content"]) != "abc" || standin.Text(answer["content_base64"]) != "YWJj" || !answer["id"].Equal(state["id"]) {
			t.Errorf("%s: %v, said %q", typeName, answer, said)
		}

		if _, said := p.Read(typeName, standintest.Content{"filename": name + "2"}); len(said) != 1 || !strings.Contains(said[0], "no such file") {
			t.Errorf("%s of nothing: %q", typeName, said)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	p := newProvider(t)

	for _, c := range []struct {
		config standintest.Content
		says   string
	}{
		{standintest.Content{"filename": "f"}, "No attribute specified when one (and only one) of [content,content_base64,source] is required"},
		{standintest.Content{"filename": "f", "content": "a", "source": "b"}, "2 attributes specified when one (and only one) of"},
		{standintest.Content{"filename": "f", "content": "a", "file_permission": "rw-r--r--"}, `bad mode permission: got "rw-r--r--"`},
		{standintest.Content{"filename": "f", "content": "a", "file_permission": "1777"}, "bad mode permission"},
		{standintest.Content{"filename": "f", "content": "a", "directory_permission": "00700"}, "bad mode permission"},
	} {
		if said := p.Validate(sensitive, c.config); len(said) != 1 || !strings.Contains(said[0], c.says) {
			t.Errorf("%v: %q", c.config, said)
		}
	}

	if said := p.Validate(sensitive, standintest.Content{"filename": "f", "content": standintest.Unknown}); said != nil {
		t.Errorf("an unknown content: %q", said)
	}

	folder := t.TempDir()
	for _, config := range []standintest.Content{
		{"filename": folder, "content": "a"},
		{"filename": filepath.Join(folder, "f"), "content_base64": "%"},
		{"filename": filepath.Join(folder, "f"), "source": filepath.Join(folder, "missing")},
	} {
		if state, said := p.Apply(sensitive, nil, config); state != nil || len(said) != 1 {
			t.Errorf("%v: %v, said %q", config, state, said)
		}
	}
}
